using System.Net;
using System.Text.Json;
using Marketplace.Domain.Identity;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.IdentityServer.Tests.Clients;

/// <summary>What happens to an application while people use it: review, change, switch, deletion.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ReviewTests(IdentityApp app) : AppInUseTests(app)
{
    [Fact]
    public async Task A_developer_asks_and_an_administrator_approves()
    {
        await Maker.ActAsync(Other.Id, "/review");
        Assert.Equal("Asked", await ReviewAsync());
        await App.SqlAsync($"INSERT INTO identity.client_days (client_id, day, calls) VALUES ('{Other.Id}', current_date, 4711), ('{Other.Id}', current_date - 40, 1) ON CONFLICT (client_id, day) DO UPDATE SET calls = excluded.calls"); // as the hosts of the API do
        var page = (await Admin.OpenAsync("/developer/reviews")).Source.Text;
        Assert.Contains(Other.Id, page, StringComparison.Ordinal);
        Assert.Contains("<dt>Calls of the API in 30 days</dt><dd>4,711</dd>", page, StringComparison.Ordinal);

        Assert.Equal("/developer/reviews?done=approved", (await DecideAsync(Admin, "approve")).Headers.Location!.OriginalString);

        Assert.Equal("Approved", await ReviewAsync());
        Assert.Equal("review_asked,approved", await ChangesAsync());
        Assert.DoesNotContain("not reviewed", await (await Person.GetAsync(Other.AuthorizeUrl())).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reviews_hears_that_one_waits_once()
    {
        await Maker.ActAsync(Other.Id, "/review");
        await Maker.ActAsync(Other.Id, "/review");

        var asked = Assert.Single(await ToldAsync<AppReviewAsked>());
        Assert.Equal((Other.Id, "Order watcher"), (asked.ClientId, asked.Name));
    }

    [Fact]
    public async Task The_developer_hears_what_was_decided_and_why()
    {
        await DecideAsync(Admin, "approve");
        await DecideAsync(Admin, "approve"); // a second click
        await DecideAsync(Admin, "refuse", ("why", "It says that it is a bank."));

        var told = await ToldAsync<AppReviewed>();
        Assert.Equal([null, "It says that it is a bank."], told.Select(t => t.Refusal));
        Assert.All(told, t => Assert.Equal((Maker.Email, "Asha Rao", Other.Id, "Order watcher"), (t.Recipient, t.FullName, t.ClientId, t.Name)));
    }

    [Fact]
    public async Task Who_may_review_finds_the_way_on_the_page_of_apps_and_nobody_else()
    {
        Assert.NotNull((await Admin.OpenAsync("/account/apps")).QuerySelector("main a[href='/developer/reviews']"));
        Assert.Null((await Maker.OpenAsync("/account/apps")).QuerySelector("main a[href='/developer/reviews']"));
    }

    [Fact]
    public async Task Nobody_else_decides()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Maker.Browser.GetAsync(App.Url + "/developer/reviews")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Maker.PostAsync($"/developer/apps/{Other.Id}", $"/developer/reviews/{Other.Id}/approve")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Maker.PostAsync($"/developer/apps/{Other.Id}", $"/developer/reviews/{Other.Id}/refuse", ("why", "x"))).StatusCode);
        App.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.StartsWith("/account/confirm?", (await DecideAsync(Admin, "approve")).Headers.Location!.OriginalString, StringComparison.Ordinal);

        Assert.Equal("None", await ReviewAsync());
    }

    [Fact]
    public async Task A_password_alone_decides_nothing()
    {
        using var other = await new Developer(App).RegisterAsync(isAdmin: true);

        foreach (var (decision, fields) in (IEnumerable<(string, (string, string)[])>)[("approve", []), ("refuse", [("why", "x")])])
        {
            Assert.Equal("/account/second-factor?returnUrl=%2Fdeveloper%2Freviews", (await DecideAsync(other, decision, fields)).Headers.Location!.OriginalString);
        }

        Assert.Equal("None", await ReviewAsync());
        await SecondFactors.Phone.SetUpAsync(App, other.Browser);
        await DecideAsync(other, "approve");
        Assert.Equal("Approved", await ReviewAsync());
    }

    [Fact]
    public async Task People_are_asked_again_for_more_and_the_owner_hears_of_another_address()
    {
        const string Elsewhere = "https://elsewhere.example/back";
        await Other.TokensAsync(Person);
        var scopes = (IEnumerable<(string, string)>)[("scopes", "openid"), ("scopes", "offline_access"), ("scopes", "orders.read"), ("scopes", "vendor.catalog")];

        await Maker.ActAsync(Other.Id, "", Developer.Wish([("redirectUris", OtherApp.RedirectUri), .. scopes]));
        Assert.Equal(0L, await App.SqlAsync("SELECT count(*) FROM shared.outbox WHERE payload->>'change' = 'app-redirects'"));
        await Maker.ActAsync(Other.Id, "", Developer.Wish([("redirectUris", $"{OtherApp.RedirectUri}\n{Elsewhere}"), .. scopes]));

        Assert.Contains("code", Other.Read(await Person.GetAsync(Other.AuthorizeUrl())).Keys); // as before
        var asked = await Person.GetAsync(Other.AuthorizeUrl(("scope", "openid orders.read vendor.catalog")));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains("action=\"/consent\"", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(Maker.Email, await App.SqlAsync("SELECT payload->>'recipient' FROM shared.outbox WHERE payload->>'change' = 'app-redirects'"));
        Assert.Equal(Elsewhere, await App.SqlAsync($"SELECT after FROM audit.entries WHERE subject_id = '{Other.Id}' AND action = 'application.redirect_added'"));
    }

    [Fact]
    public async Task A_refused_application_is_over_for_everybody_until_it_is_changed_and_approved()
    {
        var tokens = await Other.TokensAsync(Person);

        await DecideAsync(Admin, "refuse", ("why", "It says that it is a bank."));

        await AssertDeadAsync(tokens);
        Assert.Equal(HttpStatusCode.BadRequest, (await Person.GetAsync(Other.AuthorizeUrl())).StatusCode);
        Assert.Contains("It says that it is a bank.", (await Maker.OpenAsync($"/developer/apps/{Other.Id}")).Body!.TextContent, StringComparison.Ordinal);
        await Maker.ActAsync(Other.Id, "/switch", ("on", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Person.GetAsync(Other.AuthorizeUrl())).StatusCode);
    }

    [Fact]
    public async Task Changing_what_people_would_see_asks_for_another_review_and_asking_for_less_does_not()
    {
        await DecideAsync(Admin, "approve");
        var less = Developer.Wish(("name", "Order watcher"), ("redirectUris", OtherApp.RedirectUri), ("scopes", "orders.read"));
        await Maker.ActAsync(Other.Id, "", less);
        Assert.Equal("Approved", await ReviewAsync());

        foreach (var change in ((string, string)[])[("name", "Order watcher 2"), ("redirectUris", OtherApp.RedirectUri + "\nhttps://elsewhere.example/"), ("scopes", "orders.write")])
        {
            await DecideAsync(Admin, "approve");
            await Maker.ActAsync(Other.Id, "", [.. less.Where(f => f.Item1 != change.Item1), change]);
            Assert.Equal("None", await ReviewAsync());
            await DecideAsync(Admin, "approve");
            await Maker.ActAsync(Other.Id, "", less);
        }
    }

    [Fact]
    public async Task Scopes_that_were_taken_away_cannot_be_asked_for_and_other_addresses_not_be_gone_to()
    {
        await Maker.ActAsync(Other.Id, "", Developer.Wish(("redirectUris", OtherApp.RedirectUri), ("scopes", "openid")));

        Assert.Equal("invalid_scope", Other.Read(await Person.GetAsync(Other.AuthorizeUrl()))["error"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await Person.GetAsync(Other.AuthorizeUrl(("redirect_uri", "https://shelf.example/back")))).StatusCode);
    }

    [Fact]
    public async Task Switching_off_signs_everybody_out_and_switching_on_lets_them_in_again()
    {
        var tokens = await Other.TokensAsync(Person);

        await Maker.ActAsync(Other.Id, "/switch", ("on", "false"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Person.GetAsync(Other.AuthorizeUrl())).StatusCode);
        Assert.Equal("invalid_client", await StoreClient.ErrorAsync(await Other.RefreshAsync(tokens)));
        await Maker.ActAsync(Other.Id, "/switch", ("on", "true"));

        await AssertDeadAsync(tokens);
        Assert.Contains("code", Other.Read(await Person.GetAsync(Other.AuthorizeUrl())).Keys); // what they allowed is remembered
    }

    [Fact]
    public async Task A_deleted_application_is_gone_with_its_tokens_and_its_story_stays()
    {
        var tokens = await Other.TokensAsync(Person);

        Assert.Equal("/developer", (await Maker.ActAsync(Other.Id, "/delete")).Headers.Location!.OriginalString);

        Assert.Equal("invalid_client", await StoreClient.ErrorAsync(await Other.RefreshAsync(tokens)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await new StoreClient(App).UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Maker.Browser.GetAsync($"{App.Url}/developer/apps/{Other.Id}")).StatusCode);
        Assert.Equal("deleted", await ChangesAsync());
    }

    [Fact]
    public async Task The_page_counts_people_and_sign_ins()
    {
        await Other.TokensAsync(Person);
        await Other.ExchangeAsync(Other.Read(await Person.GetAsync(Other.AuthorizeUrl()))["code"]);

        var text = (await Maker.OpenAsync($"/developer/apps/{Other.Id}")).QuerySelector("dl")!.TextContent;

        Assert.Contains("1 person has let it in, of 10", text, StringComparison.Ordinal);
        Assert.Contains("2 in the last 30 days", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_applications_are_nobodys_to_change()
    {
        await App.SqlAsync("UPDATE identity.clients SET review = 'Asked' WHERE id = 'store'");

        Assert.Equal("/developer/reviews", (await Admin.PostAsync("/developer/reviews", "/developer/reviews/store/refuse", ("why", "x"))).Headers.Location!.OriginalString);
        Assert.Equal(true, await App.SqlAsync("SELECT is_enabled FROM identity.clients WHERE id = 'store'"));
        await App.SqlAsync("UPDATE identity.clients SET review = 'None' WHERE id = 'store'");
    }

    private Task<HttpResponseMessage> DecideAsync(Developer admin, string decision, params (string, string)[] fields) =>
        admin.PostAsync("/developer/reviews", $"/developer/reviews/{Other.Id}/{decision}", fields);

    private async Task<IReadOnlyList<TEvent>> ToldAsync<TEvent>() => JsonSerializer.Deserialize<IReadOnlyList<TEvent>>(
        (string)(await App.SqlAsync($"SELECT coalesce(json_agg(payload ORDER BY occurred_at, id), '[]')::text FROM shared.outbox WHERE type = '{typeof(TEvent).FullName}'"))!, EventTypes.Json)!;

    private Task<object?> ChangesAsync() => App.SqlAsync($"SELECT string_agg(substr(action, 13), ',' ORDER BY at, id) FROM audit.entries WHERE subject_id = '{Other.Id}'");

    private async Task AssertDeadAsync(System.Text.Json.Nodes.JsonObject tokens)
    {
        Assert.Contains(await StoreClient.ErrorAsync(await Other.RefreshAsync(tokens)), new[] { "invalid_grant", "invalid_client" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await new StoreClient(App).UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
    }
}
