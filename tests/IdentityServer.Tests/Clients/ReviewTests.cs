using System.Net;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Clients;

/// <summary>What happens to an application while people use it: review, change, switch, deletion.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ReviewTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Developer _developer = new(app);
    private readonly Developer _admin = new(app);
    private readonly Browser _person = new();
    private OtherApp _other = null!;

    public async Task InitializeAsync()
    {
        await _developer.RegisterAsync();
        await _admin.RegisterAsync(isAdmin: true);
        await _person.RegisterAsync(app);
        _other = await OtherApp.MakeAsync(app);
        await app.SqlAsync($"UPDATE identity.clients SET owner_id = (SELECT id FROM identity.users WHERE email = '{_developer.Email}') WHERE id = '{_other.Id}'");
    }

    public Task DisposeAsync()
    {
        _developer.Dispose();
        _admin.Dispose();
        _person.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_developer_asks_and_an_administrator_approves()
    {
        await _developer.ActAsync(_other.Id, "/review");
        Assert.Equal("Asked", await ReviewAsync());
        Assert.Contains(_other.Id, (await _admin.OpenAsync("/developer/reviews")).Source.Text, StringComparison.Ordinal);

        Assert.Equal("/developer/reviews?done=approved", (await DecideAsync(_admin, "approve")).Headers.Location!.OriginalString);

        Assert.Equal("Approved", await ReviewAsync());
        Assert.Equal("review_asked,approved", await ChangesAsync());
        Assert.DoesNotContain("not reviewed", await (await _person.GetAsync(_other.AuthorizeUrl())).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_decides()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _developer.Browser.GetAsync(app.Url + "/developer/reviews")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _developer.PostAsync($"/developer/apps/{_other.Id}", $"/developer/reviews/{_other.Id}/approve")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _developer.PostAsync($"/developer/apps/{_other.Id}", $"/developer/reviews/{_other.Id}/refuse", ("why", "x"))).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.StartsWith("/account/confirm?", (await DecideAsync(_admin, "approve")).Headers.Location!.OriginalString, StringComparison.Ordinal);

        Assert.Equal("None", await ReviewAsync());
    }

    [Fact]
    public async Task A_refused_application_is_over_for_everybody_until_it_is_changed_and_approved()
    {
        var tokens = await _other.TokensAsync(_person);

        await DecideAsync(_admin, "refuse", ("why", "It says that it is a bank."));

        await AssertDeadAsync(tokens);
        Assert.Equal(HttpStatusCode.BadRequest, (await _person.GetAsync(_other.AuthorizeUrl())).StatusCode);
        Assert.Contains("It says that it is a bank.", (await _developer.OpenAsync($"/developer/apps/{_other.Id}")).Body!.TextContent, StringComparison.Ordinal);
        await _developer.ActAsync(_other.Id, "/switch", ("on", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _person.GetAsync(_other.AuthorizeUrl())).StatusCode);
    }

    [Fact]
    public async Task Changing_what_people_would_see_asks_for_another_review_and_asking_for_less_does_not()
    {
        await DecideAsync(_admin, "approve");
        var less = Developer.Wish(("name", "Order watcher"), ("redirectUris", OtherApp.RedirectUri), ("scopes", "orders.read"));
        await _developer.ActAsync(_other.Id, "", less);
        Assert.Equal("Approved", await ReviewAsync());

        foreach (var change in ((string, string)[])[("name", "Order watcher 2"), ("redirectUris", OtherApp.RedirectUri + "\nhttps://elsewhere.example/"), ("scopes", "orders.write")])
        {
            await DecideAsync(_admin, "approve");
            await _developer.ActAsync(_other.Id, "", [.. less.Where(f => f.Item1 != change.Item1), change]);
            Assert.Equal("None", await ReviewAsync());
            await DecideAsync(_admin, "approve");
            await _developer.ActAsync(_other.Id, "", less);
        }
    }

    [Fact]
    public async Task Scopes_that_were_taken_away_cannot_be_asked_for_and_other_addresses_not_be_gone_to()
    {
        await _developer.ActAsync(_other.Id, "", Developer.Wish(("redirectUris", OtherApp.RedirectUri), ("scopes", "openid")));

        Assert.Equal("invalid_scope", _other.Read(await _person.GetAsync(_other.AuthorizeUrl()))["error"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await _person.GetAsync(_other.AuthorizeUrl(("redirect_uri", "https://shelf.example/back")))).StatusCode);
    }

    [Fact]
    public async Task Switching_off_signs_everybody_out_and_switching_on_lets_them_in_again()
    {
        var tokens = await _other.TokensAsync(_person);

        await _developer.ActAsync(_other.Id, "/switch", ("on", "false"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _person.GetAsync(_other.AuthorizeUrl())).StatusCode);
        Assert.Equal("invalid_client", await StoreClient.ErrorAsync(await _other.RefreshAsync(tokens)));
        await _developer.ActAsync(_other.Id, "/switch", ("on", "true"));

        await AssertDeadAsync(tokens);
        Assert.Contains("code", _other.Read(await _person.GetAsync(_other.AuthorizeUrl())).Keys); // what they allowed is remembered
    }

    [Fact]
    public async Task A_deleted_application_is_gone_with_its_tokens_and_its_story_stays()
    {
        var tokens = await _other.TokensAsync(_person);

        Assert.Equal("/developer", (await _developer.ActAsync(_other.Id, "/delete")).Headers.Location!.OriginalString);

        Assert.Equal("invalid_client", await StoreClient.ErrorAsync(await _other.RefreshAsync(tokens)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await new StoreClient(app).UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _developer.Browser.GetAsync($"{app.Url}/developer/apps/{_other.Id}")).StatusCode);
        Assert.Equal("deleted", await ChangesAsync());
    }

    [Fact]
    public async Task The_page_counts_people_and_sign_ins()
    {
        await _other.TokensAsync(_person);
        await _other.ExchangeAsync(_other.Read(await _person.GetAsync(_other.AuthorizeUrl()))["code"]);

        var text = (await _developer.OpenAsync($"/developer/apps/{_other.Id}")).QuerySelector("dl")!.TextContent;

        Assert.Contains("1 person has let it in, of 10", text, StringComparison.Ordinal);
        Assert.Contains("2 in the last 30 days", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_applications_are_nobodys_to_change()
    {
        await app.SqlAsync("UPDATE identity.clients SET review = 'Asked' WHERE id = 'store'");

        Assert.Equal("/developer/reviews", (await _admin.PostAsync("/developer/reviews", "/developer/reviews/store/refuse", ("why", "x"))).Headers.Location!.OriginalString);
        Assert.Equal(true, await app.SqlAsync("SELECT is_enabled FROM identity.clients WHERE id = 'store'"));
        await app.SqlAsync("UPDATE identity.clients SET review = 'None' WHERE id = 'store'");
    }

    private Task<HttpResponseMessage> DecideAsync(Developer admin, string decision, params (string, string)[] fields) =>
        admin.PostAsync("/developer/reviews", $"/developer/reviews/{_other.Id}/{decision}", fields);

    private Task<object?> ReviewAsync() => app.SqlAsync($"SELECT review FROM identity.clients WHERE id = '{_other.Id}'");

    private Task<object?> ChangesAsync() => app.SqlAsync($"SELECT string_agg(substr(action, 13), ',' ORDER BY at, id) FROM audit.entries WHERE subject_id = '{_other.Id}'");

    private async Task AssertDeadAsync(System.Text.Json.Nodes.JsonObject tokens)
    {
        Assert.Contains(await StoreClient.ErrorAsync(await _other.RefreshAsync(tokens)), new[] { "invalid_grant", "invalid_client" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await new StoreClient(app).UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
    }
}
