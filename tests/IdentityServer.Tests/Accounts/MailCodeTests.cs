using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Marketplace.Domain.Identity;
using Marketplace.IdentityServer.Accounts;
using Marketplace.Infrastructure.Shared;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Accounts;

[Collection(nameof(IdentityApp))]
public sealed class MailCodeTests(IdentityApp app) : IAsyncLifetime
{
    private const string Next = "another lantern by the sea";
    private readonly Browser _here = new();
    private readonly Browser _forgetful = new();
    private string _email = "";

    private Uri Account { get; } = new(app.Url + "/account");
    private Uri Forgot { get; } = new(app.Url + "/forgot");

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _email = await _here.RegisterAsync(app);
    }

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _here.Dispose();
        _forgetful.Dispose();
    }

    [Fact]
    public async Task A_code_confirms_an_address_once()
    {
        await AskToConfirmAsync();
        var code = await MailedAsync("confirm");
        Assert.Equal(HttpStatusCode.BadRequest, (await ConfirmAsync(Other(code))).StatusCode);
        Assert.Equal(false, await app.SqlAsync($"SELECT email_confirmed FROM identity.users WHERE email = '{_email}'"));

        Assert.Equal("/account?done=email", (await ConfirmAsync($"{code[..3]} {code[3..]}")).Headers.Location!.OriginalString);

        Assert.Equal(true, await app.SqlAsync($"SELECT email_confirmed FROM identity.users WHERE email = '{_email}'"));
        Assert.DoesNotContain("one-time-code", await (await _here.GetAsync(Account.AbsoluteUri)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.address_codes c JOIN identity.users u ON u.id = c.holder_id WHERE u.email = '{_email}'"));
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_and_every_sign_in_ends()
    {
        var page = await AskAsync(_email);
        var done = await ResetAsync(page, await MailedAsync("reset"), Next);

        Assert.StartsWith("/signin?done=password", done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await _here.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _forgetful.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await _forgetful.SignInAsync(app, _email, Next)).StatusCode);
        Assert.Equal(true, await app.SqlAsync($"SELECT email_confirmed FROM identity.users WHERE email = '{_email}'"));
    }

    [Fact]
    public async Task Opens_an_account_that_guesses_had_locked()
    {
        for (var i = 0; i < 5; i++)
        {
            await _forgetful.SignInAsync(app, _email, "a guess");
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await _forgetful.SignInAsync(app, _email)).StatusCode);
        await ResetAsync(await AskAsync(_email), await MailedAsync("reset"), Next);

        Assert.Equal(HttpStatusCode.SeeOther, (await _forgetful.SignInAsync(app, _email, Next)).StatusCode);
    }

    [Fact]
    public async Task A_code_is_good_once_for_ten_minutes_five_tries_and_one_purpose()
    {
        await AskToConfirmAsync();
        var page = await AskAsync(_email);
        var first = await MailedAsync("reset");
        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(page, await MailedAsync("confirm"), Next)).StatusCode);
        page = await AskAsync(_email);
        var second = await MailedAsync("reset");
        Assert.Equal(first == second ? HttpStatusCode.SeeOther : HttpStatusCode.BadRequest, (await ResetAsync(page, first, Next)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await ResetAsync(page, second, Next)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(page, second, "a third lantern on deck")).StatusCode);

        page = await AskAsync(_email);
        var guessed = await MailedAsync("reset");
        for (var i = 0; i < 5; i++)
        {
            await ResetAsync(page, Other(guessed), Next);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(page, guessed, Next)).StatusCode);

        page = await AskAsync(_email);
        var late = await MailedAsync("reset");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(page, late, Next)).StatusCode);
    }

    [Fact]
    public async Task Parallel_redemptions_of_one_code_succeed_once()
    {
        var page = await AskAsync(_email);
        var code = await MailedAsync("reset");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ResetAsync(page, code, $"{Next} {i}")));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Nobody_learns_whether_an_address_has_an_account()
    {
        var unknown = $"{Guid.CreateVersion7():N}@example.test";

        var (known, nobody) = (await AskAsync(_email), await AskAsync(unknown));
        Assert.Equal(await TextAsync(known, _email), await TextAsync(nobody, unknown));
        var (wrong, never) = (await ResetAsync(known, Other(await MailedAsync("reset")), Next), await ResetAsync(nobody, "123456", Next));
        Assert.Equal(wrong.StatusCode, never.StatusCode);
        Assert.Equal(await TextAsync(wrong, _email), await TextAsync(never, unknown));
    }

    [Fact]
    public async Task Digits_cost_one_comparison_whether_or_not_there_is_a_code_or_an_account()
    {
        using var asked = new Browser();
        var withCode = await asked.RegisterAsync(app);
        await AskAsync(withCode);
        foreach (var (email, digits, next) in (IEnumerable<(string, string, string)>)
            [("nobody@example.test", "123456", Next), (_email, "123456", Next), (withCode, "123456", Next), (withCode, "12", Next), (withCode, "123456", "Asha Rao123")])
        {
            await using var scope = app.Services.CreateAsyncScope();
            var hasher = new CountingHasher();
            var nobody = new NobodysPassword(hasher);
            var codes = ActivatorUtilities.CreateInstance<AddressCodes>(scope.ServiceProvider, (IPasswordHasher<User>)hasher, nobody);
            var reset = ActivatorUtilities.CreateInstance<ResetPassword>(scope.ServiceProvider, codes, nobody);

            Assert.Equal("code", Assert.Single(await reset.RunAsync(email, digits, next, "203.0.113.40", CancellationToken.None)).Key);
            Assert.Equal(1, hasher.Compared);
        }
    }

    [Fact]
    public async Task That_a_password_is_the_persons_name_is_said_only_to_who_has_the_code()
    {
        const string Name = "Asha Rao123"; // RegisterAsync names everybody so
        var page = await AskAsync(_email);
        var code = await MailedAsync("reset");

        Assert.DoesNotContain("your own name", await (await ResetAsync(page, Other(code), Name)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("your own name", await (await ResetAsync(page, code, Name)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ResetAsync(page, code, Next)).StatusCode);
    }

    [Fact]
    public async Task No_more_than_five_codes_an_hour_and_the_last_one_stays_good()
    {
        for (var i = 0; i < 5; i++)
        {
            await AskAsync(_email);
        }

        var last = await MailedAsync("reset");
        var page = await AskAsync(_email);

        Assert.Equal(last, await MailedAsync("reset"));
        Assert.Equal(5L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE payload->>'purpose' = 'reset'"));
        Assert.Equal(HttpStatusCode.SeeOther, (await ResetAsync(page, last, Next)).StatusCode);
    }

    [Fact]
    public async Task No_more_than_twenty_codes_a_day_whatever_they_are_for()
    {
        await app.SqlAsync("DELETE FROM shared.outbox"); // one was sent before there was an account
        for (var hour = 0; hour < 4; hour++)
        {
            for (var i = 0; i < 5; i++)
            {
                await AskAsync(_email);
            }

            app.Clock.Advance(TimeSpan.FromMinutes(61));
        }

        await AskAsync(_email);
        await WantAsync($"{Guid.CreateVersion7():N}@example.test");

        Assert.Equal(20L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE type LIKE '%MailCodeIssued'"));
        app.Clock.Advance(TimeSpan.FromHours(20));
        await AskAsync(_email);
        Assert.Equal(21L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE type LIKE '%MailCodeIssued'"));
    }

    [Fact]
    public async Task Another_password_ends_every_code_that_is_on_its_way()
    {
        var next = $"{Guid.CreateVersion7():N}@example.test";
        await AskToConfirmAsync();
        var page = await AskAsync(_email);
        await WantAsync(next);
        var (reset, confirm) = (await MailedAsync("reset"), await MailedAsync("confirm"));
        await MailedAsync("change-to", next);
        var changed = await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/password", ("current", Browser.Password), ("next", Next));
        Assert.Equal("/account?done=password", changed.Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(page, reset, "a third lantern on deck")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ConfirmAsync(confirm)).StatusCode);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.address_codes c JOIN identity.users u ON u.id = c.holder_id WHERE u.email = '{_email}'"));
    }

    [Fact]
    public async Task Another_address_is_confirmed_from_both_sides()
    {
        var next = $"{Guid.CreateVersion7():N}@example.test";
        Assert.Equal(HttpStatusCode.BadRequest, (await WantAsync(next, "not the password")).StatusCode);
        Assert.Equal("/account?done=codes#email", (await WantAsync(next)).Headers.Location!.OriginalString);
        var (leave, take) = (await MailedAsync("change-from"), await MailedAsync("change-to", next));

        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(Other(leave), take)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(leave, Other(take))).StatusCode);
        Assert.Equal("/account?done=new-email", (await ChangeAsync(leave, take)).Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.BadRequest, (await _forgetful.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await _forgetful.SignInAsync(app, next)).StatusCode);
        Assert.Equal(next, await app.SqlAsync("SELECT payload->>'email' FROM shared.outbox WHERE name = 'user.updated'"));
        Assert.Contains("account.address_changed", app.Security.Of(await app.UserIdAsync(next)));
    }

    [Fact]
    public async Task An_address_that_was_never_confirmed_is_changed_with_the_new_mailbox_alone()
    {
        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = false WHERE email = '{_email}'");
        var next = $"{Guid.CreateVersion7():N}@example.test";
        await WantAsync(next);

        await ChangeAsync("", await MailedAsync("change-to", next));

        Assert.Equal(HttpStatusCode.SeeOther, (await _forgetful.SignInAsync(app, next)).StatusCode);
    }

    [Fact]
    public async Task An_address_with_an_account_is_not_taken_and_only_its_reader_learns_of_it()
    {
        using var neighbour = new Browser();
        var taken = await neighbour.RegisterAsync(app);
        Assert.Equal("/account?done=codes#email", (await WantAsync(taken)).Headers.Location!.OriginalString);

        var refused = await ChangeAsync(await MailedAsync("change-from"), await MailedAsync("change-to", taken));

        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("an account of its own", page, StringComparison.Ordinal);
        Assert.Contains($"you are signed in as <bdi>{_email}</bdi>", page, StringComparison.Ordinal);
        Assert.Equal(2L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE email IN ('{_email}', '{taken}')"));
    }

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    private async Task<HttpResponseMessage> AskAsync(string email) =>
        await _forgetful.SubmitAsync(await _forgetful.GetAsync(Forgot.AbsoluteUri), Forgot, ("email", email));

    private Task<HttpResponseMessage> ResetAsync(HttpResponseMessage page, string code, string next) =>
        _forgetful.SubmitAsync(page, Forgot, "/reset", ("code", code), ("next", next));

    private async Task<HttpResponseMessage> ConfirmAsync(string code) =>
        await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/email/confirm", ("code", code));

    /// <summary>For an account whose address an administrator gave it, or that is invited: then it is not confirmed yet.</summary>
    private async Task AskToConfirmAsync()
    {
        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = false WHERE email = '{_email}'");
        var asked = await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/email/code");
        Assert.StartsWith("/account?done=code", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> WantAsync(string email, string password = Browser.Password) =>
        await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/email", ("email", email), ("password", password));

    private async Task<HttpResponseMessage> ChangeAsync(string presentCode, string newCode) =>
        await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/email/change", ("presentCode", presentCode), ("newCode", newCode));

    /// <summary>The digits of the newest mail of this kind, read as the marketplace reads them.</summary>
    private async Task<string> MailedAsync(string purpose, string? recipient = null)
    {
        var payload = (string)(await app.SqlAsync(
            $"SELECT payload::text FROM shared.outbox WHERE type = '{typeof(MailCodeIssued).FullName}' AND payload->>'purpose' = '{purpose}' ORDER BY occurred_at DESC, id DESC LIMIT 1"))!;
        var mailed = JsonSerializer.Deserialize<MailCodeIssued>(payload, EventTypes.Json)!;
        Assert.Equal(recipient ?? _email, mailed.Recipient);
        return mailed.Code;
    }

    /// <summary>What a person reads, without what is different on every page.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage page, string email)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        return document.Body!.TextContent.Replace(email, "", StringComparison.Ordinal);
    }
}
