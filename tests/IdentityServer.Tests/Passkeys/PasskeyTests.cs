using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Tests.SecondFactors;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Passkeys;

[Collection(nameof(IdentityApp))]
public sealed class PasskeyTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _here = new();
    private readonly Browser _there = new();
    private readonly Authenticator _device = new(app.Url);
    private readonly StoreClient _store = new(app);
    private string _email = "";

    private Uri Page { get; } = new(app.Url + "/account/passkeys");
    private Uri SignInPage { get; } = new(app.Url + "/signin");

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _email = await _here.RegisterAsync(app);
    }

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _here.Dispose();
        _there.Dispose();
        _device.Dispose();
    }

    [Fact]
    public async Task Signs_in_without_an_address_and_tokens_say_so()
    {
        Assert.Equal("/account/passkeys?done=added", await AddAsync());

        Assert.Equal("/", await SignInAsync(_there, _device.Get(await AskAsync(_there))));

        Assert.Equal(HttpStatusCode.OK, (await _there.GetAsync(app.Url + "/account")).StatusCode);
        var idToken = (string)(await _store.TokensAsync(_there))["id_token"]!;
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(idToken.Split('.')[1])).RootElement;
        Assert.Equal(["pop", "user", "mfa"], claims.GetProperty("amr").EnumerateArray().Select(m => m.GetString()!));
    }

    [Fact]
    public async Task Adding_one_ends_other_sign_ins_and_is_told_by_mail()
    {
        await _there.SignInAsync(app, _email);
        var refresh = (string)(await _store.TokensAsync(_there))["refresh_token"]!;

        await AddAsync();

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(refresh)));
        Assert.Equal("passkey-added", await app.SqlAsync("SELECT payload->>'change' FROM shared.outbox WHERE type LIKE '%AccountKeysChanged'"));
        Assert.Equal("Kitchen tablet", await NameAsync());
        Assert.Contains("account.keys_changed", app.Security.Of(await app.UserIdAsync(_email)));
    }

    [Fact]
    public async Task Stands_in_for_the_code_of_the_second_step()
    {
        await Phone.SetUpAsync(app, _here);
        await AddAsync();

        Assert.Equal("/", await SignInAsync(_there, _device.Get(await AskAsync(_there))));
    }

    [Fact]
    public async Task An_answer_is_good_once_and_in_the_browser_that_was_asked()
    {
        _device.Counts = false;
        await AddAsync();
        using var thief = new Browser();
        var credential = _device.Get(await AskAsync(_there));
        await AskAsync(thief);
        Assert.Equal(Refused, await SignInAsync(thief, credential));

        var cookie = _there.Cookies.GetCookies(SignInPage)["marketplace.identity.passkey"]!;
        var kept = new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain);
        Assert.Equal("/", await SignInAsync(_there, credential));
        _there.Cookies.Add(kept);
        Assert.Equal(Refused, await SignInAsync(_there, credential)); // a copy of the cookie does not help

    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:1")]
    public async Task An_answer_that_was_given_to_another_site_is_refused(string origin)
    {
        await AddAsync();
        _device.Origin = origin;

        Assert.Equal(Refused, await SignInAsync(_there, _device.Get(await AskAsync(_there))));
    }

    [Fact]
    public async Task A_device_that_was_not_unlocked_or_counts_backwards_is_refused()
    {
        _device.Count = 5;
        await AddAsync();
        _device.VerifiesUser = false;
        Assert.Equal(Refused, await SignInAsync(_there, _device.Get(await AskAsync(_there))));

        _device.VerifiesUser = true;
        _device.Count = 3; // what a copy of the key would show
        Assert.Equal(Refused, await SignInAsync(_there, _device.Get(await AskAsync(_there))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}""")]
    public async Task Nonsense_is_refused(string credential)
    {
        await AskAsync(_there);
        Assert.Equal(Refused, await SignInAsync(_there, credential));

        await NewAsync(_here);
        Assert.Equal("/account/passkeys?done=not-added", await SubmitAsync("/account/passkeys/add", ("credential", credential), ("name", "x")));
        Assert.Contains("passkey.refused", app.Security.Of(await app.UserIdAsync(_email)));
    }

    [Fact]
    public async Task An_account_that_was_switched_off_stays_closed()
    {
        await AddAsync();
        await app.SqlAsync($"UPDATE identity.users SET disabled_at = now() WHERE email = '{_email}'");

        Assert.Equal(Refused, await SignInAsync(_there, _device.Get(await AskAsync(_there))));
    }

    [Fact]
    public async Task Is_renamed_and_removed_by_its_owner_only()
    {
        await AddAsync();
        var id = await IdAsync();
        using var stranger = new Browser();
        await stranger.RegisterAsync(app);
        foreach (var path in (string[])["/account/passkeys/rename", "/account/passkeys/remove"])
        {
            var refused = await stranger.PostAsync(app.Url + path, [.. await TokenAsync(stranger), new("id", id), new("name", "Mine now")]);
            Assert.Contains("done=not-", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        Assert.Equal("/account/passkeys?done=renamed", await SubmitAsync("/account/passkeys/rename", ("name", "Old <b>tablet")));
        Assert.Equal("Old <b>tablet", await NameAsync());
        Assert.Equal("/account/passkeys?done=not-renamed", await SubmitAsync("/account/passkeys/rename", ("name", " ")));
        Assert.Equal("/account/passkeys?done=removed", await SubmitAsync("/account/passkeys/remove"));
        Assert.Equal(Refused, await SignInAsync(_there, _device.Get(await AskAsync(_there))));
    }

    [Fact]
    public async Task The_only_key_of_an_account_stays()
    {
        Assert.Equal("/account?done=password-kept", await RemovePasswordAsync());
        await AddAsync();
        await _there.SignInAsync(app, _email);
        Assert.Equal("/account?done=no-password", await RemovePasswordAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal("password-removed", await app.SqlAsync("SELECT payload->>'change' FROM shared.outbox WHERE type LIKE '%AccountKeysChanged' ORDER BY occurred_at DESC, id DESC LIMIT 1"));

        Assert.Equal("/account/passkeys?done=not-removed", await SubmitAsync("/account/passkeys/remove"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _there.SignInAsync(app, _email)).StatusCode);
        Assert.Equal("/", await SignInAsync(_there, _device.Get(await AskAsync(_there))));
    }

    [Fact]
    public async Task Without_a_password_a_recent_sign_in_lets_change_the_account()
    {
        var account = new Uri(app.Url + "/account");
        await AddAsync();
        await RemovePasswordAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        foreach (var (action, field, value) in (IEnumerable<(string, string, string)>)[("/account/password", "next", "a lantern on the shore"), ("/account/email", "email", $"{Guid.CreateVersion7():N}@example.test")])
        {
            var refused = await _here.SubmitAsync(await _here.GetAsync(account.AbsoluteUri), account, action, (field, value));
            Assert.Equal("/account/confirm?returnUrl=%2Faccount", refused.Headers.Location!.OriginalString);
        }

        Assert.Equal("/", await SignInAsync(_here, _device.Get(await AskAsync(_here))));
        var done = await _here.SubmitAsync(await _here.GetAsync(account.AbsoluteUri), account, "/account/password", ("next", "a lantern on the shore"));

        Assert.Equal("/account?done=password", done.Headers.Location!.OriginalString);
        Assert.Equal("/", (await _there.SignInAsync(app, _email, "a lantern on the shore")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Proves_it_anew_for_its_owner_only()
    {
        await AddAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var confirm = new Uri(Page, (await _here.GetAsync(Page.AbsoluteUri)).Headers.Location!);
        using var stranger = new Browser();
        using var other = new Authenticator(app.Url);
        await stranger.RegisterAsync(app);
        await AddAsync(stranger, other);

        var page = await _here.GetAsync(confirm.AbsoluteUri);
        var refused = await _here.SubmitAsync(page, confirm, "/account/confirm/passkey", ("credential", other.Get(await AskAsync(_here, confirm))));
        Assert.StartsWith("/account/confirm?", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var done = await _here.SubmitAsync(page, confirm, "/account/confirm/passkey", ("credential", _device.Get(await AskAsync(_here, confirm))));
        Assert.Equal("/account/passkeys", done.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await _here.GetAsync(Page.AbsoluteUri)).StatusCode);
    }

    private async Task<string> RemovePasswordAsync()
    {
        var done = await _here.PostAsync(app.Url + "/account/password/remove", await TokenAsync(_here, new(app.Url + "/account")));
        return done.Headers.Location!.OriginalString;
    }

    private const string Refused = "/signin?returnUrl=%2F&done=no-passkey";

    private Task<string> AddAsync() => AddAsync(_here, _device);

    private async Task<string> AddAsync(Browser browser, Authenticator device)
    {
        var page = await browser.GetAsync(Page.AbsoluteUri);
        var done = await browser.SubmitAsync(page, Page, "/account/passkeys/add", ("credential", device.Create(await NewAsync(browser))), ("name", "Kitchen tablet"));
        return done.Headers.Location!.OriginalString;
    }

    /// <summary>What the device is asked to make.</summary>
    private async Task<string> NewAsync(Browser browser)
    {
        var answer = await browser.PostAsync(app.Url + "/account/passkeys/new", await TokenAsync(browser));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What the device is asked to sign.</summary>
    private async Task<string> AskAsync(Browser browser, Uri? from = null)
    {
        var answer = await browser.PostAsync(app.Url + "/signin/passkey/challenge", await TokenAsync(browser, from ?? SignInPage));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> SignInAsync(Browser browser, string credential)
    {
        var done = await browser.SubmitAsync(await browser.GetAsync(SignInPage.AbsoluteUri), SignInPage, "/signin/passkey", ("credential", credential));
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        return done.Headers.Location!.OriginalString;
    }

    private async Task<string> SubmitAsync(string action, params (string Name, string Value)[] values)
    {
        var done = await _here.SubmitAsync(await _here.GetAsync(Page.AbsoluteUri), Page, action, values);
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        return done.Headers.Location!.OriginalString;
    }

    private async Task<KeyValuePair<string, string>[]> TokenAsync(Browser browser, Uri? page = null)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await (await browser.GetAsync((page ?? Page).AbsoluteUri)).Content.ReadAsStringAsync());
        return [new("__RequestVerificationToken", document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!)];
    }

    private async Task<string> IdAsync()
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await (await _here.GetAsync(Page.AbsoluteUri)).Content.ReadAsStringAsync());
        return document.QuerySelector("input[name=id]")!.GetAttribute("value")!;
    }

    private async Task<string> NameAsync()
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await (await _here.GetAsync(Page.AbsoluteUri)).Content.ReadAsStringAsync());
        return document.QuerySelector("li bdi")!.TextContent;
    }
}
