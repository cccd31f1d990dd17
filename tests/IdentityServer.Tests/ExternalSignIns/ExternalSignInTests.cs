using System.Net;
using System.Text.Json.Nodes;
using Marketplace.EmbeddedPostgres;
using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.Tests.SecondFactors;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.IdentityServer.Tests.ExternalSignIns;

/// <summary>Google signs people in here, and opens nothing that its owner has not opened to it.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ExternalSignInTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _here = new();
    private readonly Browser _there = new();
    private readonly string _email = $"{Guid.CreateVersion7():N}@example.test";
    private readonly string _url = $"http://localhost:{FreePort.Find()}";
    private TestProvider _google = null!;
    private WebApplication _server = null!;

    private Uri SignInPage => new(_url + "/signin");
    private Uri Account => new(_url + "/account");

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _google = await TestProvider.StartAsync();
        _server = app.Build(
            _url, ("ExternalSignIn:Google:ClientId", TestProvider.ClientId), ("ExternalSignIn:Google:ClientSecret", TestProvider.ClientSecret),
            ("ExternalSignIn:Google:AuthorizationEndpoint", _google.Url + "/auth"), ("ExternalSignIn:Google:TokenEndpoint", _google.Url + "/token"),
            ("ExternalSignIn:Google:UserInfoEndpoint", _google.Url + "/me"), ("Logging:LogLevel:Default", "None"));
        _server.UseIdentityServer();
        await _server.StartAsync();
        Be(_email);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _google.DisposeAsync();
        await app.DropOutboxAsync();
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task A_new_person_gets_an_account_with_the_address_that_google_has_proved_and_comes_back_to_it()
    {
        Assert.Equal("/", (await GoAsync(_here)).PathAndQuery);

        Assert.Equal(true, await app.SqlAsync($"SELECT email_confirmed AND password_hash IS NULL AND full_name = 'Asha Rao' FROM identity.users WHERE email = '{_email}'"));
        Assert.Equal("/", (await GoAsync(_there)).PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, (await _there.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE email = '{_email}'"));
        Assert.Equal("fed", await app.SqlAsync($"SELECT s.method FROM identity.sessions s JOIN identity.users u ON u.id = s.user_id WHERE u.email = '{_email}' ORDER BY s.authenticated_at LIMIT 1"));
        Assert.All(_google.Requests, r => Assert.Contains("scope=openid%20email%20profile", r, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("\"no\"")]
    [InlineData("null")]
    public async Task An_address_that_google_has_not_proved_opens_nothing(string verified)
    {
        _google.Person["email_verified"] = JsonNode.Parse(verified);

        Assert.Contains("done=external-unverified", (await GoAsync(_here)).Query, StringComparison.Ordinal);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE email = '{_email}'"));
    }

    [Fact]
    public async Task An_account_with_that_address_is_linked_only_by_who_signs_in_to_it()
    {
        Be(await _there.RegisterAsync(app));
        using var owner = new Browser();

        var refused = await GoAsync(owner);
        Assert.Equal("/signin?returnUrl=%2Faccount%2Fexternal&done=external-known", refused.PathAndQuery);
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal(0L, await LinksAsync());

        var signedIn = await owner.SubmitAsync(await owner.GetAsync(refused.AbsoluteUri), refused, ("email", Mail()), ("password", Browser.Password));
        Assert.Equal("/account/external", signedIn.Headers.Location!.OriginalString);
        var offer = new Uri(_url + "/account/external");
        Assert.Equal(0L, await LinksAsync()); // and it asks first
        var done = await owner.SubmitAsync(await owner.GetAsync(offer.AbsoluteUri), offer, "/account/external");

        Assert.Equal("/account?done=external", done.Headers.Location!.OriginalString);
        Assert.Equal("external-added", await app.SqlAsync("SELECT payload->>'change' FROM shared.outbox WHERE type LIKE '%AccountKeysChanged'"));
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(Account.AbsoluteUri)).StatusCode); // others are signed out
        Assert.Equal("/", (await GoAsync(_here)).PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, (await _here.GetAsync(Account.AbsoluteUri)).StatusCode);
    }

    [Fact]
    public async Task Google_does_not_get_around_the_second_step()
    {
        await GoAsync(_here);
        var phone = await Phone.SetUpAsync(app, _here);

        Assert.Equal("/signin/code?returnUrl=%2F", (await GoAsync(_there)).PathAndQuery);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.NotNull(phone);
    }

    [Fact]
    public async Task The_only_key_of_an_account_stays_and_another_lets_it_go()
    {
        await GoAsync(_here);
        Assert.Equal("/account?done=external-kept", await UnlinkAsync());

        await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/password", ("next", "a lantern on the shore"));
        Assert.Equal("/account?done=no-external", await UnlinkAsync());

        Assert.Equal(0L, await LinksAsync());
        Assert.Contains("done=external-known", (await GoAsync(_there)).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_back_without_having_been_asked_for_or_to_another_browser_or_twice_is_refused()
    {
        var begun = await BeginAsync(_here);
        var back = (await new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }).GetAsync(begun)).Headers.Location!;
        using var victim = new Browser();

        Assert.Contains("done=external-failed", (await victim.FollowAsync(back.AbsoluteUri)).Address.Query, StringComparison.Ordinal);
        Assert.Contains("done=external-failed", (await victim.FollowAsync($"{_url}/signin/google?code=x&state=y")).Address.Query, StringComparison.Ordinal);
        Assert.Equal("/account", (await _here.FollowAsync(back.AbsoluteUri)).Address.AbsolutePath);
        Assert.Contains("done=external-failed", (await _here.FollowAsync(back.AbsoluteUri)).Address.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_no_at_google_is_told_so()
    {
        _google.Refuses = true;

        Assert.Contains("done=external-failed", (await GoAsync(_here)).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_was_switched_off_stays_closed()
    {
        await GoAsync(_here);
        await app.SqlAsync($"UPDATE identity.users SET disabled_at = now() WHERE email = '{_email}'");

        Assert.Contains("done=external-failed", (await GoAsync(_there)).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_google_account_opens_one_account_here()
    {
        await GoAsync(_here);
        await _there.RegisterAsync(app);
        var offer = new Uri(_url + "/account/external");
        await FollowFormAsync(_there, Account, "/account/external/begin");

        Assert.Equal("/account?done=not-external", (await _there.SubmitAsync(await _there.GetAsync(offer.AbsoluteUri), offer, "/account/external")).Headers.Location!.OriginalString);
        Assert.Equal(1L, await LinksAsync());
    }

    [Fact]
    public async Task There_is_no_button_and_no_way_where_google_is_not_configured()
    {
        Assert.Contains("Go on with Google", await (await _here.GetAsync(SignInPage.AbsoluteUri)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Google", await (await _here.GetAsync(app.Url + "/signin")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _here.GetAsync(app.Url + "/signin/external")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _here.GetAsync(app.Url + "/signin/google?code=x&state=y")).StatusCode);
    }

    private void Be(string email) => _google.Person = new() { ["sub"] = "sub of " + email, ["email"] = email, ["email_verified"] = true, ["name"] = "Asha Rao" };

    private string Mail() => (string)_google.Person["email"]!;

    private Task<object?> LinksAsync() => app.SqlAsync($"SELECT count(*) FROM identity.user_logins WHERE provider_key = 'sub of {Mail()}'");

    private async Task<string> UnlinkAsync() =>
        (await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/external/remove")).Headers.Location!.OriginalString;

    /// <summary>Presses the button and comes out where it leads.</summary>
    private Task<Uri> GoAsync(Browser browser) => FollowFormAsync(browser, SignInPage, "/signin/external/begin");

    private async Task<Uri> BeginAsync(Browser browser) =>
        (await browser.SubmitAsync(await browser.GetAsync(SignInPage.AbsoluteUri), SignInPage, "/signin/external/begin")).Headers.Location!;

    private static async Task<Uri> FollowFormAsync(Browser browser, Uri page, string action)
    {
        var address = (await browser.SubmitAsync(await browser.GetAsync(page.AbsoluteUri), page, action)).Headers.Location!;
        for (var hop = 0; hop < 10; hop++)
        {
            var response = await browser.GetAsync(address.AbsoluteUri);
            if (response.Headers.Location is not { } next)
            {
                return address;
            }

            address = new Uri(address, next);
            if (address.AbsolutePath is "/" or "/signin/code")
            {
                return address;
            }
        }

        throw new InvalidOperationException("Redirects without end.");
    }
}
