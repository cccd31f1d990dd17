using System.Net;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.SignIn;

/// <summary>The sign-in that the store and the portal share, over HTTP, against the real identity server and an API.</summary>
[Collection(nameof(IdentityApp))]
public sealed class SignInFlowTests(IdentityApp app) : IAsyncLifetime
{
    private readonly RelyingApp _store = new(app);
    private readonly Browser _browser = new();

    public Task InitializeAsync() => _store.StartAsync();

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Brings_a_new_shopper_back_to_where_the_sign_in_began_and_calls_the_api_as_them()
    {
        var (_, address) = await _browser.FollowAsync($"{_store.Url}/signin?register=true&returnUrl=%2Fwhoami");
        Assert.EndsWith("/register", address.AbsolutePath, StringComparison.Ordinal);
        var posted = await _browser.RegisterAsync(app, address, $"{Guid.CreateVersion7():N}@example.test");
        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);

        var (answer, end) = await _browser.FollowAsync(new Uri(address, posted.Headers.Location!).AbsoluteUri);

        Assert.Equal($"{_store.Url}/whoami", end.AbsoluteUri);
        Assert.Equal("Asha Rao", await answer.Content.ReadAsStringAsync());
        Assert.DoesNotContain(CookiesOfStore(), c => c.Name.Contains("-t", StringComparison.Ordinal));
        Assert.All(CookiesOfStore(), c => Assert.True(c.HttpOnly && c.Value.Length < 4096));
    }

    [Fact]
    public async Task A_page_that_needs_a_user_sends_to_sign_in_and_comes_back()
    {
        await _browser.RegisterAsync(app);

        var (answer, end) = await _browser.FollowAsync($"{_store.Url}/whoami?a=1");

        Assert.Equal($"{_store.Url}/whoami?a=1", end.AbsoluteUri);
        Assert.Equal("Asha Rao", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/%2f/evil.example")]
    public async Task Never_leads_elsewhere(string returnUrl)
    {
        await _browser.RegisterAsync(app);

        var (_, end) = await _browser.FollowAsync($"{_store.Url}/signin?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal($"{_store.Url}/", end.AbsoluteUri);
    }

    [Fact]
    public async Task A_callback_is_refused_in_another_browser_and_a_second_time()
    {
        await _browser.RegisterAsync(app);
        var (_, callback) = await _browser.FollowAsync($"{_store.Url}/signin", until: app.RedirectUri);
        using var other = new Browser();

        Assert.Equal(HttpStatusCode.BadRequest, (await other.GetAsync(callback.AbsoluteUri)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await _browser.GetAsync(callback.AbsoluteUri)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.GetAsync(callback.AbsoluteUri)).StatusCode);
    }

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", null)]
    [InlineData("state", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("state", null)]
    [InlineData("code", null)]
    [InlineData("code", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("error", "access_denied")]
    public async Task A_callback_that_is_not_as_it_should_be_signs_nobody_in(string name, string? value)
    {
        await _browser.RegisterAsync(app);
        var (_, callback) = await _browser.FollowAsync($"{_store.Url}/signin", until: app.RedirectUri);
        var query = QueryHelpers.ParseQuery(callback.Query).ToDictionary(p => p.Key, p => (string?)p.Value.ToString());
        query[name] = value;

        var response = await _browser.GetAsync(QueryHelpers.AddQueryString(app.RedirectUri, query.Where(p => p.Value is not null)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(CookiesOfStore(), c => c.Name == "marketplace.store");
    }

    [Fact]
    public async Task A_code_of_another_flow_signs_nobody_in()
    {
        using var attacker = new Browser();
        await attacker.RegisterAsync(app);
        var (_, theirs) = await attacker.FollowAsync($"{_store.Url}/signin", until: app.RedirectUri);
        await _browser.RegisterAsync(app);
        var (_, ours) = await _browser.FollowAsync($"{_store.Url}/signin", until: app.RedirectUri);
        var code = QueryHelpers.ParseQuery(theirs.Query)["code"].ToString();
        var state = QueryHelpers.ParseQuery(ours.Query)["state"].ToString();

        var response = await _browser.GetAsync($"{app.RedirectUri}?code={code}&state={state}&iss={Uri.EscapeDataString(app.Url)}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Two_tabs_both_finish()
    {
        await _browser.RegisterAsync(app);
        var (_, first) = await _browser.FollowAsync($"{_store.Url}/signin?returnUrl=/a", until: app.RedirectUri);
        var (_, second) = await _browser.FollowAsync($"{_store.Url}/signin?returnUrl=/b", until: app.RedirectUri);

        Assert.Equal("/b", (await _browser.GetAsync(second.AbsoluteUri)).Headers.Location!.OriginalString);
        Assert.Equal("/a", (await _browser.GetAsync(first.AbsoluteUri)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Signing_out_ends_it_here_and_at_the_identity_server_and_kills_a_copied_cookie()
    {
        await SignInAsync();
        using var thief = new Browser();
        thief.Cookies.Add(new Cookie("marketplace.store", CookiesOfStore().Single(c => c.Name == "marketplace.store").Value, "/", "localhost"));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync(_store.Url + "/whoami")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.PostAsync(_store.Url + "/signout", [])).StatusCode);

        var form = new Uri(_store.Url + "/form");
        var posted = await _browser.SubmitAsync(await _browser.GetAsync(form.AbsoluteUri), form);
        var (_, end) = await _browser.FollowAsync(posted.Headers.Location!.AbsoluteUri);

        Assert.Equal(_store.Url + "/", end.AbsoluteUri);
        Assert.Equal(HttpStatusCode.Found, (await thief.GetAsync(_store.Url + "/whoami")).StatusCode);
        Assert.StartsWith("/signin", (await _browser.GetAsync(app.Url + "/account")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_at_the_identity_server_ends_it_at_the_app_within_seconds()
    {
        await SignInAsync();
        var address = new Uri(app.Url + "/signout");
        await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address);

        await Task.Delay(TimeSpan.FromSeconds(3.5)); // what the app remembers

        Assert.Equal(HttpStatusCode.Found, (await _browser.GetAsync(_store.Url + "/whoami")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_of_one_app_ends_the_others_within_seconds()
    {
        await SignInAsync();
        await using var portal = _store.Portal();
        await portal.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await _browser.FollowAsync(app.PortalUrl + "/whoami")).Response.StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(2)); // so that the next request of the store notes that it was here

        var form = new Uri(app.PortalUrl + "/form");
        var posted = await _browser.SubmitAsync(await _browser.GetAsync(form.AbsoluteUri), form);
        await _browser.FollowAsync(posted.Headers.Location!.AbsoluteUri);

        var since = System.Diagnostics.Stopwatch.StartNew();
        while ((await _browser.GetAsync(_store.Url + "/whoami")).StatusCode != HttpStatusCode.Found)
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(5), "The store is still signed in.");
            await Task.Delay(100);
        }

        Assert.StartsWith("/signin", (await _browser.GetAsync(app.Url + "/account")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task A_hundred_requests_at_expiry_on_two_nodes_refresh_once()
    {
        await SignInAsync();
        var second = $"http://localhost:{EmbeddedPostgres.FreePort.Find()}";
        await using var node = _store.App(second);
        await node.StartAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await Task.Delay(TimeSpan.FromSeconds(3.2));
        var before = await RefreshTokensAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _browser.GetAsync((i % 2 == 0 ? _store.Url : second) + "/whoami")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(before + 1, await RefreshTokensAsync());
    }

    [Fact]
    public async Task A_revoked_grant_ends_the_session_at_the_next_refresh()
    {
        await SignInAsync();
        await app.SqlAsync("UPDATE identity.grants SET revoked_at = now()");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await Task.Delay(TimeSpan.FromSeconds(3.2));

        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync(_store.Url + "/whoami")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await _browser.GetAsync(_store.Url + "/whoami")).StatusCode);
    }

    [Fact]
    public async Task The_database_holds_neither_cookie_nor_readable_tokens()
    {
        await SignInAsync();
        var cookie = CookiesOfStore().Single(c => c.Name == "marketplace.store").Value;

        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.app_sessions s WHERE s::text LIKE '%{cookie}%' OR encode(tokens, 'escape') LIKE '%eyJ%'"));
    }

    private async Task SignInAsync()
    {
        await _browser.RegisterAsync(app);
        var (answer, _) = await _browser.FollowAsync($"{_store.Url}/whoami");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<long> RefreshTokensAsync() => (long)(await app.SqlAsync("SELECT count(*) FROM identity.refresh_tokens"))!;

    private IEnumerable<Cookie> CookiesOfStore() => _browser.Cookies.GetCookies(new Uri(_store.Url)).Where(c => c.Name.StartsWith("marketplace.store", StringComparison.Ordinal));
}
