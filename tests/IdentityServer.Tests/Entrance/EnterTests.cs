using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Tests.Passkeys;
using Marketplace.IdentityServer.Tests.SecondFactors;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Entrance;

/// <summary>A code to a phone or a mailbox signs in, or opens an account that never has a password.</summary>
[Collection(nameof(IdentityApp))]
public sealed class EnterTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _here = new();
    private readonly Browser _there = new();
    private readonly StoreClient _store = new(app);
    private readonly string _number = NewNumber();

    private Uri SignInPage { get; } = new(app.Url + "/signin");
    private Uri EnterPage { get; } = new(app.Url + "/enter");
    private Uri CodePage { get; } = new(app.Url + "/enter/code");
    private Uri FinishPage { get; } = new(app.Url + "/enter/finish?returnUrl=%2F");

    public Task InitializeAsync() => app.CreateOutboxAsync();

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _here.Dispose();
        _there.Dispose();
    }

    internal static string NewNumber() => "+917" + RandomNumberGenerator.GetInt32(1_000_000_000).ToString("D9", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_phone_opens_an_account_and_signs_in_with_codes_alone()
    {
        await OpenAsync(_here, password: "");

        Assert.Equal(DBNull.Value, await app.SqlAsync($"SELECT email FROM identity.users WHERE phone_number = '{_number}' AND phone_number_confirmed"));
        Assert.Equal("/", (await SignInAsync(_there)).Headers.Location!.OriginalString);
        Assert.Contains("Asha Rao", await (await _there.GetAsync(app.Url + "/account")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var tokens = await _store.TokensAsync(_there);
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)tokens["id_token"]!).Split('.')[1])).RootElement;
        Assert.Equal(["sms"], claims.GetProperty("amr").EnumerateArray().Select(m => m.GetString()!));
        var access = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)tokens["access_token"]!).Split('.')[1])).RootElement;
        Assert.False(access.TryGetProperty("email", out _));
        Assert.Equal("Asha Rao", access.GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_marketplace_hears_of_an_account_without_a_mail_address()
    {
        await OpenAsync(_here, password: "");

        var happened = JsonSerializer.Deserialize<Domain.Identity.UserRegistered>(
            (string)(await app.SqlAsync("SELECT payload::text FROM shared.outbox WHERE name = 'user.registered'"))!, Infrastructure.Shared.EventTypes.Json)!;
        Assert.Null(happened.Email);
        Assert.Equal("Asha Rao", happened.FullName);
        Assert.Equal(_number, await app.SqlAsync($"SELECT phone FROM identity.user_directory WHERE id = '{happened.UserId.Value}'"));
    }

    [Fact]
    public async Task A_phone_and_a_password_sign_in_too_however_the_number_is_written()
    {
        await OpenAsync(_here, Browser.Password);

        foreach (var typed in (string[])[_number, _number[3..], "0" + _number[3..], $"{_number[..3]} {_number[3..8]} {_number[8..]}"])
        {
            using var browser = new Browser();
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(app, typed)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await _there.SignInAsync(app, _number, "another lantern")).StatusCode);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_text()
    {
        await OpenAsync(_here, Browser.Password);
        var forgot = new Uri(app.Url + "/forgot");
        var page = await _there.SubmitAsync(await _there.GetAsync(forgot.AbsoluteUri), forgot, ("email", _number[3..]));

        var done = await _there.SubmitAsync(page, forgot, "/reset", ("code", await app.CodeAsync(_number, "reset")), ("next", "another lantern by the sea"));

        Assert.StartsWith("/signin?done=password", done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.SignInAsync(app, _number, "another lantern by the sea")).StatusCode);
    }

    [Fact]
    public async Task Whether_a_number_is_known_shows_to_nobody_but_who_holds_the_phone()
    {
        await OpenAsync(_here, password: "");
        var unknown = NewNumber();

        var (known, nobody) = (await AskAsync(_there, _number), await AskAsync(_there, unknown));
        Assert.Equal(await TextAsync(known, _number), await TextAsync(nobody, unknown));
        Assert.Equal(6, (await app.CodeAsync(unknown)).Length); // and the same work
        var (wrong, never) = (await GiveAsync(_there, known, Other(await app.CodeAsync(_number))), await GiveAsync(_there, nobody, Other(await app.CodeAsync(unknown))));
        Assert.Equal(wrong.StatusCode, never.StatusCode);
        Assert.Equal(await TextAsync(wrong, _number), await TextAsync(never, unknown));
    }

    [Fact]
    public async Task A_code_is_good_once_for_ten_minutes_and_five_tries()
    {
        await OpenAsync(_here, password: "");
        var page = await AskAsync(_there, _number);
        var code = await app.CodeAsync(_number);
        Assert.Equal("/", (await GiveAsync(_there, page, code)).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(_there, page, code)).StatusCode);

        page = await AskAsync(_there, _number);
        var guessed = await app.CodeAsync(_number);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => GiveAsync(_there, page, Other(guessed))));
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(_there, page, guessed)).StatusCode);

        page = await AskAsync(_there, _number);
        var late = await app.CodeAsync(_number);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(_there, page, late)).StatusCode);
    }

    [Fact]
    public async Task A_text_does_not_get_around_the_second_step()
    {
        await OpenAsync(_here, Browser.Password);
        var phone = await Phone.SetUpAsync(app, _here);

        var asked = await SignInAsync(_there);
        Assert.Equal("/signin/code?returnUrl=%2F", asked.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(app.Url + "/account")).StatusCode);

        var step = new Uri(app.Url + "/signin/code");
        await _there.SubmitAsync(await _there.GetAsync(step.AbsoluteUri), step, ("code", phone.NextCode()));
        Assert.Equal(HttpStatusCode.OK, (await _there.GetAsync(app.Url + "/account")).StatusCode);
    }

    [Theory]
    [InlineData("mail")]
    [InlineData("phone")]
    public async Task A_passkey_is_the_first_key_of_an_account_and_there_never_is_a_password(string kind)
    {
        var address = kind == "mail" ? $"{Guid.CreateVersion7():N}@example.test" : _number;
        using var device = new Authenticator(app.Url);
        var page = await _here.SubmitAsync(await _here.GetAsync(EnterPage.AbsoluteUri), EnterPage, ("fullName", "Asha Rao"), ("contact", address));
        Assert.Equal(FinishPage.PathAndQuery, (await GiveAsync(_here, page, await app.CodeAsync(address))).Headers.Location!.OriginalString);

        var finish = await _here.GetAsync(FinishPage.AbsoluteUri);
        var token = await TokenAsync(finish);
        var options = await (await _here.PostAsync(app.Url + "/enter/finish/passkey/new", [token, new("fullName", "Asha Rao")])).Content.ReadAsStringAsync();
        var done = await _here.SubmitAsync(finish, FinishPage, "/enter/finish/passkey", ("fullName", "Asha Rao"), ("credential", device.Create(options)));

        Assert.Equal("/", done.Headers.Location!.OriginalString);
        Assert.Equal(1L, await app.SqlAsync(
            $"SELECT count(*) FROM identity.users u JOIN identity.user_passkeys p ON p.user_id = u.id WHERE coalesce(u.email, u.phone_number) = '{address}' AND u.password_hash IS NULL AND (u.email_confirmed OR u.phone_number_confirmed)"));
        Assert.Contains("Asha Rao", await (await _here.GetAsync(app.Url + "/account")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var signIn = await _there.GetAsync(SignInPage.AbsoluteUri);
        var challenge = await (await _there.PostAsync(app.Url + "/signin/passkey/challenge", [await TokenAsync(signIn)])).Content.ReadAsStringAsync();
        Assert.Equal("/", (await _there.SubmitAsync(signIn, SignInPage, "/signin/passkey", ("credential", device.Get(challenge)))).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_mailbox_whose_account_has_keys_is_sent_to_use_them_and_only_its_reader_learns_of_it()
    {
        var email = await _here.RegisterAsync(app);
        var page = await _there.SubmitAsync(await _there.GetAsync(EnterPage.AbsoluteUri), EnterPage, ("fullName", "Asha Rao"), ("contact", email));

        Assert.Equal("/signin?returnUrl=%2F&done=known", (await GiveAsync(_there, page, await app.CodeAsync(email, "enter"))).Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(app.Url + "/account")).StatusCode);
        Assert.StartsWith("/signin", (await _there.GetAsync(FinishPage.AbsoluteUri)).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_finishes_without_having_proved_an_address_here()
    {
        foreach (var path in (string[])["/enter/finish", "/enter/finish/passkey"])
        {
            var refused = await _here.PostAsync(app.Url + path, [await TokenAsync(await _here.GetAsync(SignInPage.AbsoluteUri)), new("fullName", "Asha Rao"), new("password", Browser.Password)]);
            Assert.StartsWith("/signin", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_proved_phone_opens_one_account_however_often_it_is_sent()
    {
        var page = await AskAsync(_here, _number);
        await GiveAsync(_here, page, await app.CodeAsync(_number));
        var finish = await _here.GetAsync(FinishPage.AbsoluteUri);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _here.SubmitAsync(finish, FinishPage, "/enter/finish", ("fullName", "Asha Rao"), ("password", ""))));

        Assert.Single(answers, a => a.Headers.Location?.OriginalString == "/");
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE phone_number = '{_number}'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("call me")]
    [InlineData("+1 202 555 0123")] // a country that is not texted
    [InlineData("a b@example.test")]
    public async Task What_no_code_can_go_to_is_refused_at_the_field(string contact)
    {
        var refused = await AskAsync(_here, contact);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox"));
    }

    [Fact]
    public async Task A_code_that_lets_in_ends_with_the_password()
    {
        await OpenAsync(_here, Browser.Password);
        var page = await AskAsync(_there, _number);
        var code = await app.CodeAsync(_number);
        var account = new Uri(app.Url + "/account");

        var changed = await _here.SubmitAsync(await _here.GetAsync(account.AbsoluteUri), account, "/account/password", ("current", Browser.Password), ("next", "another lantern by the sea"));

        Assert.Equal("/account?done=password", changed.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(_there, page, code)).StatusCode);
        Assert.Equal("/", (await SignInAsync(_there)).Headers.Location!.OriginalString);
    }

    private async Task OpenAsync(Browser browser, string password)
    {
        var page = await AskAsync(browser, _number);
        Assert.Equal(FinishPage.PathAndQuery, (await GiveAsync(browser, page, await app.CodeAsync(_number))).Headers.Location!.OriginalString);
        var done = await browser.SubmitAsync(await browser.GetAsync(FinishPage.AbsoluteUri), FinishPage, "/enter/finish", ("fullName", "Asha Rao"), ("password", password));
        Assert.Equal("/", done.Headers.Location!.OriginalString);
    }

    private async Task<HttpResponseMessage> SignInAsync(Browser browser) => await GiveAsync(browser, await AskAsync(browser, _number), await app.CodeAsync(_number));

    private async Task<HttpResponseMessage> AskAsync(Browser browser, string contact) =>
        await browser.SubmitAsync(await browser.GetAsync(SignInPage.AbsoluteUri), SignInPage, "/enter", ("contact", contact));

    private Task<HttpResponseMessage> GiveAsync(Browser browser, HttpResponseMessage page, string code) => browser.SubmitAsync(page, CodePage, "/enter/code", ("code", code));

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    private static async Task<KeyValuePair<string, string>> TokenAsync(HttpResponseMessage page)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        return new("__RequestVerificationToken", document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
    }

    private static async Task<string> TextAsync(HttpResponseMessage page, string address)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        return document.Body!.TextContent.Replace(address, "", StringComparison.Ordinal);
    }
}
