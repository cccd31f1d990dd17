using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>The page on which a person keeps the account safe: the password, and where it is signed in.</summary>
internal static class SecurityEndpoints
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public static void MapSecurity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => new SeeOther(Paths.Account));
        routes.MapGet(Paths.Account, Show);
        routes.MapPost(Paths.Password, ChangePassword).RequireOurForm();
        routes.MapPost(Paths.EmailCode, SendCode).RequireOurForm();
        routes.MapPost(Paths.ConfirmEmail, ConfirmEmail).RequireOurForm();
        routes.MapPost(Paths.Email, AskForEmail).RequireOurForm();
        routes.MapPost(Paths.ChangeEmail, ChangeEmail).RequireOurForm();
        routes.MapPost(Paths.OtherSessions, EndOthers).RequireOurForm();
    }

    private static async Task<IResult> Show(HttpContext http, BrowserSession browser, MailCodes codes, TimeProvider clock, string? done, CancellationToken ct) =>
        await PageAsync(http, browser, codes, clock, NoErrors, done, ct);

    private static async Task<IResult> ChangePassword(
        HttpContext http, BrowserSession browser, ChangePassword change, MailCodes codes, TimeProvider clock, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return SignInFirst();
        }

        var form = await http.Request.ReadFormAsync(ct);
        var errors = await change.RunAsync(current.User, form["current"].ToString(), form["next"].ToString(), Throttle.AddressOf(http), ct);
        return errors.Count == 0 ? new SeeOther($"{Paths.Account}?done=password") : await PageAsync(http, browser, codes, clock, errors, null, ct);
    }

    private static async Task<IResult> SendCode(BrowserSession browser, MailCodes codes, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return SignInFirst();
        }

        return new SeeOther(await codes.IssueAsync(current.User, MailCodes.ConfirmEmail, ct) ? $"{Paths.Account}?done=code" : $"{Paths.Account}?done=many-codes");
    }

    private static async Task<IResult> ConfirmEmail(
        HttpContext http, BrowserSession browser, MailCodes codes, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return SignInFirst();
        }

        var form = await http.Request.ReadFormAsync(ct);
        if (!await codes.RedeemAsync(current.User, MailCodes.ConfirmEmail, form["code"].ToString(), ct))
        {
            return await PageAsync(http, browser, codes, clock, new Dictionary<string, string> { ["code"] = ResetPassword.WrongCode }, null, ct);
        }

        await db.Users.Where(u => u.Id == current.User.Id && u.Email == current.User.Email).ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailConfirmed, true), ct);
        return new SeeOther($"{Paths.Account}?done=email");
    }

    private static async Task<IResult> AskForEmail(
        HttpContext http, BrowserSession browser, ChangeEmail change, MailCodes codes, TimeProvider clock, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return SignInFirst();
        }

        var form = await http.Request.ReadFormAsync(ct);
        var errors = await change.AskAsync(current.User, form["email"].ToString(), form["password"].ToString(), Throttle.AddressOf(http), ct);
        return errors.Count == 0 ? new SeeOther($"{Paths.Account}?done=codes#email") : await PageAsync(http, browser, codes, clock, errors, null, ct);
    }

    private static async Task<IResult> ChangeEmail(
        HttpContext http, BrowserSession browser, ChangeEmail change, MailCodes codes, TimeProvider clock, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return SignInFirst();
        }

        var form = await http.Request.ReadFormAsync(ct);
        var errors = await change.RunAsync(current.User, form["presentCode"].ToString(), form["newCode"].ToString(), ct);
        return errors.Count == 0 ? new SeeOther($"{Paths.Account}?done=new-email") : await PageAsync(http, browser, codes, clock, errors, null, ct);
    }

    private static async Task<IResult> EndOthers(BrowserSession browser, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return SignInFirst();
        }

        await browser.EndAllOfAsync(current.User.Id, current.Session.Id, "ended_by_user", ct);
        return new SeeOther($"{Paths.Account}?done=sessions");
    }

    private static async Task<IResult> PageAsync(
        HttpContext http, BrowserSession browser, MailCodes codes, TimeProvider clock, IReadOnlyDictionary<string, string> errors, string? done, CancellationToken ct)
    {
        if (await browser.CurrentAsync(ct) is not { } current)
        {
            return SignInFirst();
        }

        var now = clock.GetUtcNow();
        var sessions = (await browser.AllOfAsync(current.User.Id, ct))
            .Select(s => new AccountPage.SignedIn(s.AuthenticatedAt, s.LastSeenAt, s.Id == current.Session.Id)).ToList();
        var model = new AccountPage.Person(
            current.User.FullName, current.User.Email, current.User.EmailConfirmed, await codes.PendingAsync(current.User.Id, MailCodes.TakeAddress, ct), now, sessions, errors, done);
        return Page.Result<AccountPage>(http, model, errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static SeeOther SignInFirst() => new($"{Paths.SignIn}?returnUrl={Uri.EscapeDataString(Paths.Account)}");
}
