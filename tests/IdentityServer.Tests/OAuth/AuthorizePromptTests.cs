using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.OAuth;

/// <summary>How a client says who should sign in, how lately, and in which way it wants to hear of it.</summary>
[Collection(nameof(IdentityApp))]
public sealed class AuthorizePromptTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";

    public async Task InitializeAsync() => _email = await _browser.RegisterAsync(app);

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Prompt_none_gives_a_code_or_an_error_and_never_a_page()
    {
        using var nobody = new Browser();

        Assert.Contains("code", (await AnswerAsync(_browser, ("prompt", "none"))).Keys);
        Assert.Equal("login_required", (await AnswerAsync(nobody, ("prompt", "none")))["error"]);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("login_required", (await AnswerAsync(_browser, ("prompt", "none"), ("max_age", "1")))["error"]);
        Assert.Equal("invalid_request", (await AnswerAsync(_browser, ("prompt", "none login")))["error"]);
        Assert.Equal("invalid_request", (await AnswerAsync(_browser, ("prompt", "sometimes")))["error"]);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "1")]
    public async Task Who_signs_in_again_has_a_later_auth_time(string name, string value)
    {
        var before = await AuthTimeAsync(await _store.CodeAsync(_browser));
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        var end = await SignInAgainAsync((name, value));

        Assert.True(await AuthTimeAsync(QueryHelpers.ParseQuery(end.Query)["code"]!) >= before + 3);
        Assert.True(await AuthTimeAsync(await _store.CodeAsync(_browser, ("max_age", "10000"))) >= before + 3);
    }

    [Fact]
    public async Task A_hint_of_this_person_is_fine_even_when_it_has_expired()
    {
        var hint = (string)(await _store.TokensAsync(_browser))["id_token"]!;
        app.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Contains("code", (await AnswerAsync(_browser, ("id_token_hint", hint), ("prompt", "none"))).Keys);
    }

    [Fact]
    public async Task A_hint_of_somebody_else_asks_for_them_once_and_then_says_so()
    {
        using var other = new Browser();
        await other.RegisterAsync(app);
        var hint = (string)(await new StoreClient(app).TokensAsync(other))["id_token"]!;
        Assert.Equal("login_required", (await AnswerAsync(_browser, ("id_token_hint", hint), ("prompt", "none")))["error"]);

        var end = await SignInAgainAsync(("id_token_hint", hint));

        Assert.Equal("login_required", QueryHelpers.ParseQuery(end.Query)["error"]);
    }

    [Fact]
    public async Task A_hint_that_we_did_not_give_this_client_is_refused()
    {
        var tokens = await _store.TokensAsync(_browser);
        var parts = ((string)tokens["id_token"]!).Split('.');
        foreach (var hint in (string[])[$"{parts[0]}.{parts[1]}.AAAA", $"{Base64UrlText.Encode("{\"alg\":\"none\"}"u8)}.{parts[1]}.", "garbage", (string)tokens["access_token"]!])
        {
            Assert.Equal("invalid_request", (await AnswerAsync(_browser, ("id_token_hint", hint), ("prompt", "none")))["error"]);
        }

        await app.SqlAsync(
            "UPDATE identity.clients SET redirect_uris = (SELECT redirect_uris FROM identity.clients WHERE id = 'store'), grants = grants || 'authorization_code'::text, scopes = scopes || 'openid'::text WHERE id = 'tests'");
        var foreign = await AnswerAsync(_browser, ("client_id", "tests"), ("scope", "openid"), ("id_token_hint", string.Join('.', parts)));
        await app.SqlAsync("UPDATE identity.clients SET redirect_uris = '{}', grants = array_remove(grants, 'authorization_code'), scopes = array_remove(scopes, 'openid') WHERE id = 'tests'");
        Assert.Equal("invalid_request", foreign["error"]);
    }

    [Fact]
    public async Task The_login_hint_is_filled_in_as_text_and_nothing_else()
    {
        using var nobody = new Browser();
        const string Hint = "\"><script>alert(1)</script>@example.test";

        var (page, address) = await nobody.FollowAsync(_store.AuthorizeUrl(("login_hint", Hint)));
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());

        Assert.Equal("/signin", address.AbsolutePath);
        Assert.Equal(Hint, document.QuerySelector("input[name=email]")!.GetAttribute("value"));
        Assert.DoesNotContain(document.QuerySelectorAll("script"), s => s.TextContent.Contains("alert", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("display", "page popup")]
    [InlineData("ui_locales", "hi ta xx-unknown")]
    [InlineData("claims_locales", "fr-CA")]
    [InlineData("acr_values", "urn:example:gold 2")]
    [InlineData("login_hint", "asha")]
    public async Task What_only_asks_kindly_never_fails_but_for_its_length(string name, string value)
    {
        Assert.Contains("code", (await AnswerAsync(_browser, (name, value))).Keys);
        Assert.Equal("invalid_request", (await AnswerAsync(_browser, (name, new string('x', 501))))["error"]);
    }

    [Fact]
    public async Task Two_tabs_end_each_with_its_own_state_and_nonce_though_both_sign_in()
    {
        using var browser = new Browser();
        var (a, b) = (new StoreClient(app), new StoreClient(app));
        var (first, firstAddress) = await browser.FollowAsync(a.AuthorizeUrl(("state", "A"), ("nonce", "nonce-a")));
        var (second, secondAddress) = await browser.FollowAsync(b.AuthorizeUrl(("state", "B"), ("nonce", "nonce-b")));

        var ends = new List<Dictionary<string, string>>();
        foreach (var (page, address) in (IEnumerable<(HttpResponseMessage, Uri)>)[(second, secondAddress), (first, firstAddress)])
        {
            var posted = await browser.SubmitAsync(page, address, ("email", _email), ("password", Browser.Password));
            var (_, end) = await browser.FollowAsync(new Uri(address, posted.Headers.Location!).AbsoluteUri, until: app.RedirectUri);
            ends.Add(QueryHelpers.ParseQuery(end.Query).ToDictionary(p => p.Key, p => p.Value.ToString()));
        }

        Assert.Equal(["B", "A"], ends.Select(e => e["state"]));
        Assert.Equal("nonce-b", (string?)Claims(await StoreClient.JsonAsync(await b.ExchangeAsync(ends[0]["code"])))["nonce"]);
        Assert.Equal("nonce-a", (string?)Claims(await StoreClient.JsonAsync(await a.ExchangeAsync(ends[1]["code"])))["nonce"]);
    }

    [Fact]
    public async Task Signing_in_again_keeps_the_applications_signed_in_and_signing_out_ends_them()
    {
        var tokens = await _store.TokensAsync(_browser);
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        await SignInAgainAsync(("prompt", "login"));
        Assert.Equal(HttpStatusCode.OK, (await _store.UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
        var refreshed = await StoreClient.JsonAsync(await _store.RefreshAsync((string)tokens["refresh_token"]!));

        // The hint is from before the second sign-in, and still of this session.
        var end = await _browser.GetAsync(QueryHelpers.AddQueryString(app.Url + "/connect/endsession", "id_token_hint", (string)tokens["id_token"]!));
        Assert.Equal("/signout?done=1", end.Headers.Location!.OriginalString);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync((string)refreshed["refresh_token"]!)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync((string)refreshed["access_token"]!)).StatusCode);
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_ends_what_the_first_person_had()
    {
        var tokens = await _store.TokensAsync(_browser);
        using var other = new Browser();
        var email = await other.RegisterAsync(app);

        await _browser.SignInAsync(app, email);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
    }

    [Fact]
    public async Task Errors_are_posted_too_when_the_client_asked_for_it()
    {
        var page = await _browser.GetAsync(_store.AuthorizeUrl(("response_mode", "form_post"), ("prompt", "none login")));
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());

        Assert.Null(page.Headers.Location);
        var form = document.QuerySelector("form")!;
        Assert.Equal(app.RedirectUri, form.GetAttribute("action"));
        Assert.Equal("invalid_request", form.QuerySelector("input[name=error]")!.GetAttribute("value"));
        Assert.Equal("a state", form.QuerySelector("input[name=state]")!.GetAttribute("value"));
        Assert.Equal(app.Url, form.QuerySelector("input[name=iss]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task An_address_with_a_query_of_its_own_keeps_it()
    {
        var address = app.StoreUrl + "/cb?shop=7&x=%20";
        await app.SqlAsync($"UPDATE identity.clients SET redirect_uris = redirect_uris || '{address}'::text WHERE id = 'store'");

        var location = (await _browser.GetAsync(_store.AuthorizeUrl(("redirect_uri", address)))).Headers.Location!;

        Assert.StartsWith(address + "&code=", location.OriginalString, StringComparison.Ordinal);
        Assert.Empty(location.Fragment);
    }

    [Fact]
    public async Task A_state_that_is_too_long_is_refused_and_not_echoed()
    {
        var answer = await AnswerAsync(_browser, ("state", new string('s', 4097)));

        Assert.Equal("invalid_request", answer["error"]);
        Assert.DoesNotContain("state", answer.Keys);
    }

    private async Task<Uri> SignInAgainAsync((string, string?) demand)
    {
        var (page, address) = await _browser.FollowAsync(_store.AuthorizeUrl(demand));
        Assert.Equal("/signin", address.AbsolutePath);
        var posted = await _browser.SubmitAsync(page, address, ("email", _email), ("password", Browser.Password));
        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        return (await _browser.FollowAsync(new Uri(address, posted.Headers.Location!).AbsoluteUri, until: app.RedirectUri)).Address;
    }

    private async Task<Dictionary<string, string>> AnswerAsync(Browser browser, params (string, string?)[] changes)
    {
        var response = await browser.GetAsync(_store.AuthorizeUrl(changes));
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.StartsWith(app.RedirectUri, response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(response.Headers.Location.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    private async Task<long> AuthTimeAsync(string code) => (long)Claims(await StoreClient.JsonAsync(await _store.ExchangeAsync(code)))["auth_time"]!;

    private static JsonObject Claims(JsonObject tokens)
    {
        Assert.True(Base64UrlText.TryDecode(((string)tokens["id_token"]!).Split('.')[1], out var json));
        return JsonNode.Parse(json)!.AsObject();
    }
}
