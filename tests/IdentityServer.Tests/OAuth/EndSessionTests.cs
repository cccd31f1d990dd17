using System.Net;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.OAuth;

[Collection(nameof(IdentityApp))]
public sealed class EndSessionTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private string _idToken = "";

    private string Back => app.StoreUrl + "/";

    public async Task InitializeAsync()
    {
        await _browser.RegisterAsync(app);
        _idToken = (string)(await _store.TokensAsync(_browser))["id_token"]!;
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_hint_of_this_session_and_a_registered_address_sign_out_and_lead_back()
    {
        var response = await EndAsync(("id_token_hint", _idToken), ("post_logout_redirect_uri", Back), ("state", "s t"));

        Assert.Equal($"{Back}?state=s%20t", response.Headers.Location!.OriginalString);
        Assert.False(await IsSignedInAsync());
    }

    [Fact]
    public async Task An_expired_hint_still_says_who_it_was()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(20));

        await EndAsync(("id_token_hint", _idToken), ("post_logout_redirect_uri", Back));

        Assert.False(await IsSignedInAsync());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("{back}?a=b")]
    [InlineData("{back}x")]
    public async Task Another_address_is_not_gone_to(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var response = await EndAsync(("id_token_hint", _idToken), ("post_logout_redirect_uri", address.Replace("{back}", Back, StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.True(await IsSignedInAsync());
    }

    [Fact]
    public async Task Without_a_hint_the_person_is_asked()
    {
        foreach (var parameters in (IEnumerable<(string, string)[]>)[[], [("state", "s")], [("client_id", "store"), ("post_logout_redirect_uri", Back)]])
        {
            Assert.Equal("/signout", (await EndAsync(parameters)).Headers.Location!.OriginalString);
        }

        Assert.True(await IsSignedInAsync());
    }

    [Fact]
    public async Task A_hint_that_is_forged_or_for_another_client_does_nothing()
    {
        var parts = _idToken.Split('.');
        var unsigned = $"{Base64UrlText.Encode("{\"alg\":\"none\"}"u8)}.{parts[1]}.";
        var access = (string)(await _store.TokensAsync(_browser))["access_token"]!;
        foreach (var hint in (string[])[unsigned, parts[0] + "." + parts[1] + ".AAAA", "garbage", access])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await EndAsync(("id_token_hint", hint), ("post_logout_redirect_uri", Back))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await EndAsync(("id_token_hint", _idToken), ("client_id", "tests"))).StatusCode);
        Assert.True(await IsSignedInAsync());
    }

    [Fact]
    public async Task A_hint_of_another_persons_session_asks_first()
    {
        using var other = new Browser();
        await other.RegisterAsync(app);
        var theirs = (string)(await new StoreClient(app).TokensAsync(other))["id_token"]!;

        Assert.Equal("/signout", (await EndAsync(("id_token_hint", theirs), ("post_logout_redirect_uri", Back))).Headers.Location!.OriginalString);
        Assert.True(await IsSignedInAsync());
    }

    [Fact]
    public async Task A_copied_cookie_is_dead_after_signing_out()
    {
        using var thief = new Browser();
        thief.Cookies.Add(new Uri(app.Url), _browser.Cookies.GetCookies(new Uri(app.Url))["marketplace.identity"]!.Clone());
        Assert.Contains("code=", (await thief.GetAsync(_store.AuthorizeUrl())).Headers.Location!.Query, StringComparison.Ordinal);

        await EndAsync(("id_token_hint", _idToken));

        Assert.StartsWith("/signin", (await thief.GetAsync(_store.AuthorizeUrl())).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private async Task<bool> IsSignedInAsync() =>
        (await _browser.GetAsync(_store.AuthorizeUrl(("prompt", "none")))).Headers.Location!.Query.Contains("code=", StringComparison.Ordinal);

    private Task<HttpResponseMessage> EndAsync(params (string Name, string Value)[] parameters) => _browser.GetAsync(
        QueryHelpers.AddQueryString(app.Url + "/connect/endsession", parameters.Select(p => KeyValuePair.Create(p.Name, (string?)p.Value))));
}

file static class Cookies
{
    public static Cookie Clone(this Cookie cookie) => new(cookie.Name, cookie.Value, "/", cookie.Domain);
}
