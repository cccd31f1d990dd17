using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.ExternalSignIns;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>The two pages on which an account with a password is opened: what is typed, then the code that shows whose mailbox it is.</summary>
internal static class RegisterEndpoints
{
    private const string WrongCode = "This is not the code we sent to this page last, or its ten minutes are over. Check it, or ask for a new one.";
    private const string TooManyCodes = "Several codes were sent there or asked for from your network. Use the newest, or ask again in an hour.";
    private const string TooLate = "It took longer than an hour, or was begun in another browser. Fill this in once more.";

    public static void MapRegister(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Register, Show);
        routes.MapPost(Paths.Register, Ask).RequireOurForm();
        routes.MapGet(Paths.RegisterCode, ShowCode);
        routes.MapPost(Paths.RegisterCode, Open).RequireOurForm();
        routes.MapPost(Paths.RegisterNewCode, AskAgain).RequireOurForm();
    }

    private static async Task<IResult> Show(HttpContext http, PendingRegistrations pending, string? returnUrl, string? done, CancellationToken ct)
    {
        var typed = done == "change" && await pending.CurrentAsync(ct) is { } begun ? new(begun.FullName, begun.Email, begun.Phone, "") : Registration.Empty;
        var errors = new Dictionary<string, string>();
        if (done == "late")
        {
            errors[""] = TooLate;
        }

        return await PageAsync(http, returnUrl, typed, errors, StatusCodes.Status200OK, ct);
    }

    private static async Task<IResult> Ask(HttpContext http, RegisterUser register, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var input = new Registration(form["fullName"].ToString(), form["email"].ToString(), form["phone"], form["password"].ToString(), form[TermsBook.Field]);
        var (errors, wait) = await register.AskAsync(input, Throttle.AddressOf(http), ct);
        return errors.Count == 0
            ? new SeeOther(To(Paths.RegisterCode, form["returnUrl"]))
            : await PageAsync(http, form["returnUrl"], input with { Password = "" }, errors, AccountEndpoints.Status(http, wait), ct);
    }

    private static async Task<IResult> ShowCode(
        HttpContext http, IdentityDb db, PendingRegistrations pending, BrowserSession browser, string? returnUrl, string? done, CancellationToken ct) =>
        await pending.CurrentAsync(ct) is { } begun
            ? await CodePageAsync(http, db, begun.Email, returnUrl, null, StatusCodes.Status200OK, ct, isSentAgain: done == "sent")
            : await LeaveAsync(browser, returnUrl, ct);

    private static async Task<IResult> Open(
        HttpContext http, IdentityDb db, PendingRegistrations pending, RegisterUser register, BrowserSession browser, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (opening, signIn) = await register.OpenAsync(form["code"].ToString(), Throttle.AddressOf(http), ct);
        return opening switch
        {
            Opening.Open => await finish.GoOnAsync(signIn!, LocalUrl.OrRoot(form["returnUrl"]), ct),
            Opening.Known => new SeeOther(To(Paths.SignIn, form["returnUrl"], "known")),
            Opening.WrongCode when await pending.CurrentAsync(ct) is { } begun => await CodePageAsync(http, db, begun.Email, form["returnUrl"], WrongCode, StatusCodes.Status400BadRequest, ct),
            _ => await LeaveAsync(browser, form["returnUrl"], ct),
        };
    }

    private static async Task<IResult> AskAgain(HttpContext http, IdentityDb db, RegisterUser register, BrowserSession browser, CancellationToken ct)
    {
        var returnUrl = (await http.Request.ReadFormAsync(ct))["returnUrl"].ToString();
        return await register.AskAgainAsync(Throttle.AddressOf(http), ct) switch
        {
            (null, _) => await LeaveAsync(browser, returnUrl, ct),
            (_, null) => new SeeOther(To(Paths.RegisterCode, returnUrl, "sent")),
            ({ } begun, { } wait) => await CodePageAsync(http, db, begun.Email, returnUrl, TooManyCodes, AccountEndpoints.Status(http, wait), ct),
        };
    }

    /// <summary>For who comes back to a page that is over: the account is open and signed in, or all of it has to be typed once more.</summary>
    private static async Task<IResult> LeaveAsync(BrowserSession browser, string? returnUrl, CancellationToken ct) =>
        new SeeOther(await browser.CurrentAsync(ct) is null ? To(Paths.Register, returnUrl, "late") : LocalUrl.OrRoot(returnUrl));

    private static async Task<IResult> PageAsync(HttpContext http, string? returnUrl, Registration input, IReadOnlyDictionary<string, string> errors, int status, CancellationToken ct)
    {
        var local = LocalUrl.OrRoot(returnUrl);
        return Page.Result<Register>(
            http, new Register.Form(local, Paths.SignInTo(local), ExternalEndpoints.AllowGoogle(http), await AccountEndpoints.CurrentTermsAsync(http, ct), input, errors), status);
    }

    private static async Task<IResult> CodePageAsync(
        HttpContext http, IdentityDb db, string address, string? returnUrl, string? error, int status, CancellationToken ct, bool isSentAgain = false)
    {
        var local = LocalUrl.OrRoot(returnUrl);
        await AccountEndpoints.LetFormReturnAsync(http, db, local, ct);
        return Page.Result<EnterCode>(http, new EnterCode.Form(local, address, "", error, IsForPassword: true, isSentAgain), status);
    }

    private static string To(string path, string? returnUrl, string? done = null)
    {
        var address = QueryHelpers.AddQueryString(path, "returnUrl", LocalUrl.OrRoot(returnUrl));
        return done is null ? address : QueryHelpers.AddQueryString(address, "done", done);
    }
}
