using System.Net;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Tests.Entrance;
using Marketplace.IdentityServer.Tests.Passkeys;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Phones;

/// <summary>A phone comes to an account, is exchanged and goes; who had the old one can take that back.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ChangePhoneTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _here = new();
    private readonly Browser _there = new();
    private readonly string _number = EnterTests.NewNumber();
    private readonly string _other = EnterTests.NewNumber();
    private string _email = "";

    private Uri Account { get; } = new(app.Url + "/account");

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
    public async Task A_number_opens_the_account_once_it_is_confirmed_and_not_before()
    {
        Assert.Equal("/account?done=phone-codes#phone", await AskAsync(_number));
        Assert.Equal(HttpStatusCode.BadRequest, (await _there.SignInAsync(app, _number)).StatusCode);
        Assert.Equal("400", await GiveAsync("", "000000" == await CodeAsync("phone-to", _number) ? "000001" : "000000"));

        Assert.Equal("/account?done=new-phone", await GiveAsync("", await CodeAsync("phone-to", _number)));

        Assert.Equal(HttpStatusCode.SeeOther, (await _there.SignInAsync(app, _number)).StatusCode);
        Assert.Equal(_number, await PhoneAsync());
    }

    [Fact]
    public async Task Another_number_is_confirmed_from_both_sides()
    {
        await HaveAsync(_number);
        await AskAsync(_other);
        var (leave, take) = (await CodeAsync("phone-from", _number), await CodeAsync("phone-to", _other));

        Assert.Equal("400", await GiveAsync("", take));
        Assert.Equal("400", await GiveAsync(leave == "000000" ? "000001" : "000000", take));
        Assert.Equal("/account?done=new-phone", await GiveAsync(leave, take));

        Assert.Equal(_other, await PhoneAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await _there.SignInAsync(app, _number)).StatusCode);
    }

    [Fact]
    public async Task A_number_that_opens_another_account_is_not_taken_and_only_its_holder_learns_of_it()
    {
        await HaveAsync(_number);
        using var neighbour = new Browser();
        await neighbour.RegisterAsync(app);
        Assert.Equal("/account?done=phone-codes#phone", await AskAsync(_number, neighbour));

        var refused = await neighbour.SubmitAsync(await neighbour.GetAsync(Account.AbsoluteUri), Account, "/account/phone/change", ("newPhoneCode", await CodeAsync("phone-to", _number)));

        Assert.Contains("an account of its own", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE phone_number = '{_number}' AND phone_number_confirmed"));
    }

    [Theory]
    [InlineData("call me", Browser.Password)]
    [InlineData("+12025550123", Browser.Password)]
    [InlineData("98765 43210", "not the password")]
    public async Task A_wrong_number_or_password_sends_nothing(string number, string password)
    {
        Assert.Equal("400", await AskAsync(number, password: password));
        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE type LIKE '%SmsCodeIssued'"));
    }

    [Fact]
    public async Task A_number_goes_only_while_something_confirmed_is_left()
    {
        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = false WHERE email = '{_email}'");
        await HaveAsync(_number);
        Assert.Equal("/account?done=phone-kept", await RemoveAsync());

        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = true WHERE email = '{_email}'");
        Assert.Equal("/account?done=no-phone", await RemoveAsync());

        Assert.Equal(DBNull.Value, await PhoneAsync());
        Assert.Equal("phone-removed", await app.SqlAsync("SELECT payload->>'change' FROM shared.outbox WHERE type LIKE '%AccountKeysChanged'"));
        Assert.Equal(_number, await app.SqlAsync("SELECT payload->>'recipient' FROM shared.outbox WHERE type LIKE '%AddressChanged'"));
    }

    [Fact]
    public async Task Without_a_password_or_another_key_the_phone_stays()
    {
        await HaveAsync(_number);
        await app.SqlAsync($"UPDATE identity.users SET password_hash = NULL WHERE email = '{_email}'");

        Assert.Equal("/account?done=phone-kept", await RemoveAsync());
    }

    [Fact]
    public async Task Who_had_the_old_mailbox_takes_everything_back()
    {
        await HaveAsync(_number);
        var stolen = $"{Guid.CreateVersion7():N}@example.test";
        await TakeOverAsync(stolen);
        await AskAsync(_other);
        await GiveAsync(await CodeAsync("phone-from", _number), await CodeAsync("phone-to", _other));
        using var device = new Authenticator(app.Url);
        await AddPasskeyAsync(device);

        var link = await UndoOfAsync(_email);
        var page = await _there.GetAsync(link.AbsoluteUri);
        Assert.Contains(_email, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(stolen, await app.SqlAsync($"SELECT email FROM identity.users WHERE phone_number = '{_other}'")); // opening the link does nothing yet
        Assert.Equal("/forgot?done=restored", (await _there.SubmitAsync(page, link, ("token", TokenIn(link)))).Headers.Location!.OriginalString);

        Assert.Equal(1L, await app.SqlAsync(
            $"SELECT count(*) FROM identity.users u WHERE email = '{_email}' AND email_confirmed AND phone_number = '{_number}' AND password_hash IS NULL AND NOT EXISTS (SELECT 1 FROM identity.user_passkeys p WHERE p.user_id = u.id)"));
        Assert.Equal(HttpStatusCode.SeeOther, (await _here.GetAsync(Account.AbsoluteUri)).StatusCode); // whoever was in is out
        Assert.Equal(HttpStatusCode.BadRequest, (await _there.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _there.GetAsync(link.AbsoluteUri)).StatusCode); // once
        Assert.Equal(HttpStatusCode.NotFound, (await _there.GetAsync((await UndoOfAsync(_number)).AbsoluteUri)).StatusCode); // the later change went with it
    }

    [Fact]
    public async Task Taking_back_is_possible_for_a_week_and_once()
    {
        await TakeOverAsync($"{Guid.CreateVersion7():N}@example.test");
        var link = await UndoOfAsync(_email);
        var page = await _there.GetAsync(link.AbsoluteUri);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _there.SubmitAsync(page, link, ("token", TokenIn(link)))));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);

        using var next = new Browser();
        var email = await next.RegisterAsync(app);
        await TakeOverAsync($"{Guid.CreateVersion7():N}@example.test", next);
        app.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.NotFound, (await _there.GetAsync((await UndoOfAsync(email)).AbsoluteUri)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _there.GetAsync(app.Url + "/account/undo?token=" + new string('a', 43))).StatusCode);
    }

    [Fact]
    public async Task An_address_that_was_never_confirmed_hears_nothing()
    {
        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = false WHERE email = '{_email}'");
        await TakeOverAsync($"{Guid.CreateVersion7():N}@example.test");

        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE type LIKE '%AddressChanged'"));
    }

    private async Task HaveAsync(string number)
    {
        await AskAsync(number);
        Assert.Equal("/account?done=new-phone", await GiveAsync("", await CodeAsync("phone-to", number)));
    }

    private async Task TakeOverAsync(string email, Browser? browser = null)
    {
        var thief = browser ?? _here;
        await thief.SubmitAsync(await thief.GetAsync(Account.AbsoluteUri), Account, "/account/email", ("email", email), ("password", Browser.Password));
        var leave = await app.SqlAsync("SELECT payload->>'code' FROM shared.outbox WHERE payload->>'purpose' = 'change-from' ORDER BY occurred_at DESC LIMIT 1") as string ?? "";
        var done = await thief.SubmitAsync(
            await thief.GetAsync(Account.AbsoluteUri), Account, "/account/email/change", ("presentCode", leave), ("newCode", await app.CodeAsync(email, "change-to")));
        Assert.Equal("/account?done=new-email", done.Headers.Location!.OriginalString);
    }

    private async Task AddPasskeyAsync(Authenticator device)
    {
        var shelf = new Uri(app.Url + "/account/passkeys");
        var page = await _here.GetAsync(shelf.AbsoluteUri);
        var options = await (await _here.PostAsync(app.Url + "/account/passkeys/new", [await FormTokenAsync(page)])).Content.ReadAsStringAsync();
        await _here.SubmitAsync(page, shelf, "/account/passkeys/add", ("name", "Thief"), ("credential", device.Create(options)));
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.user_passkeys p JOIN identity.users u ON u.id = p.user_id WHERE u.phone_number = '{_other}'"));
    }

    private static async Task<KeyValuePair<string, string>> FormTokenAsync(HttpResponseMessage page)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        return new("__RequestVerificationToken", document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
    }

    private async Task<Uri> UndoOfAsync(string address) => new((string)(await app.SqlAsync(
        $"SELECT payload->>'undo' FROM shared.outbox WHERE type = 'Marketplace.Domain.Identity.AddressChanged' AND payload->>'recipient' = '{address}'"))!);

    private static string TokenIn(Uri link) => link.Query["?token=".Length..];

    private Task<string> CodeAsync(string purpose, string number) => app.CodeAsync(number, purpose);

    private Task<object?> PhoneAsync() => app.SqlAsync($"SELECT phone_number FROM identity.users WHERE email = '{_email}'");

    private async Task<string> AskAsync(string number, Browser? browser = null, string password = Browser.Password) => Answer(
        await (browser ?? _here).SubmitAsync(await (browser ?? _here).GetAsync(Account.AbsoluteUri), Account, "/account/phone", ("phone", number), ("phonePassword", password)));

    private async Task<string> GiveAsync(string presentCode, string newCode) => Answer(
        await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/phone/change", ("presentPhoneCode", presentCode), ("newPhoneCode", newCode)));

    private async Task<string> RemoveAsync() => Answer(await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/phone/remove"));

    private static string Answer(HttpResponseMessage response) => response.Headers.Location?.OriginalString ?? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
