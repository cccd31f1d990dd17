using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.SecondFactors;

[Collection(nameof(IdentityApp))]
public sealed class SecondFactorTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _here = new();
    private readonly Browser _there = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";

    private Uri Page { get; } = new(app.Url + "/account/second-factor");
    private Uri CodePage { get; } = new(app.Url + "/signin/code");

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
    }

    [Fact]
    public async Task Signing_in_asks_for_the_code_and_tokens_say_how_it_was_done()
    {
        var phone = await Phone.SetUpAsync(app, _here);

        var asked = await _there.SignInAsync(app, _email);
        Assert.Equal("/signin/code?returnUrl=%2F", asked.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(app.Url + "/account")).StatusCode); // half is not in
        Assert.Equal("/", (await GiveAsync(_there, phone.NextCode())).Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.OK, (await _there.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal(["pwd", "otp", "mfa"], await MethodsAsync(await _store.TokensAsync(_there)));
        Assert.Equal("/signin?returnUrl=%2F", (await _there.GetAsync(CodePage.AbsoluteUri)).Headers.Location!.OriginalString); // and not half in any more
    }

    [Fact]
    public async Task Without_it_tokens_say_password()
    {
        Assert.Equal(["pwd"], await MethodsAsync(await _store.TokensAsync(_here)));
    }

    [Fact]
    public async Task Turning_it_on_ends_other_sign_ins_and_is_told_by_mail()
    {
        await _there.SignInAsync(app, _email);
        var elsewhere = (string)(await _store.TokensAsync(_there))["refresh_token"]!;
        var here = (string)(await _store.TokensAsync(_here))["refresh_token"]!;

        var phone = await Phone.SetUpAsync(app, _here);

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(elsewhere)));
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _store.RefreshAsync(here)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _here.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal("second-factor-on", await MailedAsync());
        Assert.Equal(10, phone.RecoveryCodes.Distinct().Count());
        Assert.Equal(["pwd", "otp", "mfa"], await MethodsAsync(await _store.TokensAsync(_here)));
    }

    [Fact]
    public async Task A_code_is_good_once_and_so_is_an_older_one_never()
    {
        var phone = await Phone.SetUpAsync(app, _here);
        var code = phone.NextCode();
        await _there.SignInAsync(app, _email);
        Assert.Equal(HttpStatusCode.SeeOther, (await GiveAsync(_there, code)).StatusCode);

        using var thief = new Browser();
        await thief.SignInAsync(app, _email);
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(thief, code)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(thief, Totp.CodeAt(phone.Secret, Totp.StepAt(app.Clock.GetUtcNow()) - 1))).StatusCode);
    }

    [Fact]
    public async Task Parallel_uses_of_one_code_succeed_once()
    {
        var phone = await Phone.SetUpAsync(app, _here);
        var browsers = Enumerable.Range(0, 4).Select(_ => new Browser()).ToList();
        var pages = await Task.WhenAll(browsers.Select(async b =>
        {
            await b.SignInAsync(app, _email);
            return await b.GetAsync(CodePage.AbsoluteUri);
        }));
        var code = phone.NextCode();

        var answers = await Task.WhenAll(browsers.Zip(pages, (b, page) => b.SubmitAsync(page, CodePage, ("code", code))));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        browsers.ForEach(b => b.Dispose());
    }

    [Fact]
    public async Task Guessing_stops_after_five_tries_and_goes_on_later()
    {
        var phone = await Phone.SetUpAsync(app, _here);
        await _there.SignInAsync(app, _email);
        var page = await _there.GetAsync(CodePage.AbsoluteUri);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _there.SubmitAsync(page, CodePage, ("code", "not one"))));
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.BadRequest));
        Assert.Equal(12, app.Security.Of(await app.UserIdAsync(_email)).Count(told => told == "second_step.refused"));

        var refused = await GiveAsync(_there, phone.NextCode());
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.SeeOther, (await GiveAsync(_there, phone.NextCode())).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_however_it_is_typed()
    {
        var phone = await Phone.SetUpAsync(app, _here);
        var typed = phone.RecoveryCodes[3].ToUpperInvariant().Replace('-', ' ');
        await _there.SignInAsync(app, _email);
        Assert.Equal(HttpStatusCode.SeeOther, (await GiveAsync(_there, typed)).StatusCode);
        Assert.Equal("recovery-code-used", await MailedAsync());
        Assert.Contains("9 recovery codes left", await (await _there.GetAsync(app.Url + "/account")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var thief = new Browser();
        await thief.SignInAsync(app, _email);
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(thief, typed)).StatusCode);
    }

    [Fact]
    public async Task New_recovery_codes_void_the_old_ones()
    {
        var phone = await Phone.SetUpAsync(app, _here);

        var sheet = await _here.SubmitAsync(await _here.GetAsync(Page.AbsoluteUri), Page, "/account/second-factor/recovery-codes", ("code", phone.NextCode()));
        var codes = await Phone.CodesOnAsync(sheet);

        Assert.Equal(10, codes.Except(phone.RecoveryCodes).Count());
        await _there.SignInAsync(app, _email);
        Assert.Equal(HttpStatusCode.BadRequest, (await GiveAsync(_there, phone.RecoveryCodes[0])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await GiveAsync(_there, codes[0])).StatusCode);
    }

    [Fact]
    public async Task Turning_it_off_needs_a_code()
    {
        var phone = await Phone.SetUpAsync(app, _here);
        Assert.Equal(HttpStatusCode.BadRequest, (await EndAsync("000000 0")).StatusCode);
        Assert.Equal("/signin/code?returnUrl=%2F", (await _there.SignInAsync(app, _email)).Headers.Location!.OriginalString);

        Assert.Equal("/account?done=second-factor-off", (await EndAsync(phone.NextCode())).Headers.Location!.OriginalString);

        Assert.Equal("second-factor-off", await MailedAsync());
        Assert.Equal("/signin?returnUrl=%2F", (await GiveToClosedAsync()).Headers.Location!.OriginalString); // who was half in begins again
        Assert.Equal("/", (await _there.SignInAsync(app, _email)).Headers.Location!.OriginalString);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.recovery_codes c JOIN identity.users u ON u.id = c.user_id WHERE u.email = '{_email}'"));
    }

    [Fact]
    public async Task Changing_it_needs_who_signed_in_just_now_or_proves_it_anew()
    {
        var stale = await _here.GetAsync(Page.AbsoluteUri);
        var tokens = await _store.TokensAsync(_here);
        app.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.StartsWith("/account/confirm?", (await _here.SubmitAsync(stale, Page, "/account/second-factor/begin")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        var confirm = new Uri(Page, (await _here.GetAsync(Page.AbsoluteUri)).Headers.Location!);
        Assert.Equal("/account/confirm", confirm.AbsolutePath);
        var copy = _here.Cookies.GetCookieHeader(Page);
        Assert.Equal(HttpStatusCode.BadRequest, (await _here.SubmitAsync(await _here.GetAsync(confirm.AbsoluteUri), confirm, ("password", "a guess"))).StatusCode);
        var back = await _here.SubmitAsync(await _here.GetAsync(confirm.AbsoluteUri), confirm, ("password", Browser.Password));

        Assert.Equal("/account/second-factor?returnUrl=%2Faccount", back.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await _here.GetAsync(Page.AbsoluteUri)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _store.RefreshAsync((string)tokens["refresh_token"]!)).StatusCode); // the apps notice nothing
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Url + "/account") { Headers = { { "Cookie", copy } } };
        Assert.Equal(HttpStatusCode.SeeOther, (await StoreClient.Http.SendAsync(request)).StatusCode); // a copy of the cookie ends here
    }

    [Fact]
    public async Task A_password_set_anew_by_mail_does_not_go_around_it()
    {
        await Phone.SetUpAsync(app, _here);
        using var thief = new Browser();
        var forgot = new Uri(app.Url + "/forgot");
        var page = await thief.SubmitAsync(await thief.GetAsync(forgot.AbsoluteUri), forgot, ("email", _email));
        var code = (string)(await app.SqlAsync("SELECT payload->>'code' FROM shared.outbox WHERE payload->>'purpose' = 'reset'"))!;
        await thief.SubmitAsync(page, forgot, "/reset", ("code", code), ("next", "another lantern by the sea"));

        Assert.Equal("/signin/code?returnUrl=%2F", (await thief.SignInAsync(app, _email, "another lantern by the sea")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Registering_with_a_known_address_and_its_password_does_not_go_around_it()
    {
        await Phone.SetUpAsync(app, _here);
        var register = new Uri(app.Url + "/register");

        var asked = await _there.SubmitAsync(await _there.GetAsync(register.AbsoluteUri), register, ("fullName", "Asha Rao"), ("email", _email), ("password", Browser.Password));
        var page = new Uri(register, asked.Headers.Location!);
        var answer = await _there.SubmitAsync(await _there.GetAsync(page.AbsoluteUri), page, ("code", await app.CodeAsync(_email, "register-known")));

        Assert.Equal("/signin?returnUrl=%2F&done=known", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(app.Url + "/account")).StatusCode);
    }

    [Fact]
    public async Task The_database_holds_neither_the_secret_nor_a_code()
    {
        var phone = await Phone.SetUpAsync(app, _here);
        var dump = (string)(await app.SqlAsync(
            "SELECT coalesce(string_agg(encode(wrapped_secret, 'escape') || encode(wrapped_secret, 'hex'), ' '), '') || (SELECT string_agg(encode(hash, 'escape'), ' ') FROM identity.recovery_codes) FROM identity.second_factors"))!;

        Assert.DoesNotContain(Convert.ToHexStringLower(phone.Secret), dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Totp.TextOf(phone.Secret), dump, StringComparison.Ordinal);
        Assert.All(phone.RecoveryCodes, c => Assert.DoesNotContain(c.Replace("-", "", StringComparison.Ordinal), dump, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_picture_is_drawn_here_and_the_page_is_kept_by_nobody()
    {
        var page = await Phone.BeginAsync(app, _here);
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());

        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Matches("^(M[0-9]+ [0-9]+h1v1h-1z){300,}$", document.QuerySelector("svg[role=img] path")!.GetAttribute("d")!);
        Assert.Equal(HttpStatusCode.BadRequest, (await _here.SubmitAsync(page, Page, "/account/second-factor/confirm", ("code", "000000 0"))).StatusCode);
        Assert.Equal("/", (await _there.SignInAsync(app, _email)).Headers.Location!.OriginalString); // begun has no effect
    }

    private async Task<HttpResponseMessage> GiveAsync(Browser browser, string code) => await browser.SubmitAsync(await browser.GetAsync(CodePage.AbsoluteUri), CodePage, ("code", code));

    private Task<HttpResponseMessage> GiveToClosedAsync() => _there.GetAsync(CodePage.AbsoluteUri);

    private async Task<HttpResponseMessage> EndAsync(string code) =>
        await _here.SubmitAsync(await _here.GetAsync(Page.AbsoluteUri), Page, "/account/second-factor/end", ("code", code));

    /// <summary>What the newest mail about the account's keys tells, read as the marketplace reads it.</summary>
    private async Task<string> MailedAsync()
    {
        var payload = (string)(await app.SqlAsync(
            $"SELECT payload::text FROM shared.outbox WHERE type = '{typeof(AccountKeysChanged).FullName}' ORDER BY occurred_at DESC, id DESC LIMIT 1"))!;
        var mailed = JsonSerializer.Deserialize<AccountKeysChanged>(payload, EventTypes.Json)!;
        Assert.Equal(_email, mailed.Recipient);
        return mailed.Change;
    }

    private static Task<IReadOnlyList<string>> MethodsAsync(System.Text.Json.Nodes.JsonObject tokens)
    {
        var body = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)tokens["id_token"]!).Split('.')[1]));
        return Task.FromResult<IReadOnlyList<string>>([.. body.RootElement.GetProperty("amr").EnumerateArray().Select(m => m.GetString()!)]);
    }
}
