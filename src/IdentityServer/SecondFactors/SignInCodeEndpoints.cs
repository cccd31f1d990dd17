using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.SecondFactors;

/// <summary>The page between the password and the code.</summary>
internal static class SignInCodeEndpoints
{
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);
    public const string TooMany = "There were too many tries. Wait five minutes, then use the code that the app shows then.";
    public const string Wrong = "This code is not good. Use the one that the app shows now: each works once, and only for half a minute.";

    public static void MapSignInCode(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.SignInCode, Show);
        routes.MapPost(Paths.SignInCode, SignIn).RequireOurForm();
    }

    private static async Task<IResult> Show(HttpContext http, IdentityDb db, HalfSignIn half, string? returnUrl, CancellationToken ct)
    {
        var local = LocalUrl.OrRoot(returnUrl);
        return await half.CurrentAsync(ct) is { } begun ? await PageAsync(http, db, begun.User, local, null, StatusCodes.Status200OK, ct) : StartAgain(local);
    }

    private static async Task<IResult> SignIn(HttpContext http, IdentityDb db, HalfSignIn half, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var local = LocalUrl.OrRoot(form["returnUrl"]);
        if (await half.CurrentAsync(ct) is not var (user, method))
        {
            return StartAgain(local);
        }

        return await finish.ProveAsync(user, method, form["code"].ToString(), ct) switch
        {
            Proof.App or Proof.RecoveryCode => await finish.GoOnAsync(new(true), local, ct),
            Proof.TooManyTries => await PageAsync(http, db, user, local, TooMany, AccountEndpoints.Status(http, Wait), ct),
            _ => await PageAsync(http, db, user, local, Wrong, StatusCodes.Status400BadRequest, ct),
        };
    }

    private static SeeOther StartAgain(string returnUrl) => new(Paths.SignInTo(returnUrl));

    private static async Task<IResult> PageAsync(HttpContext http, IdentityDb db, User user, string returnUrl, string? error, int status, CancellationToken ct)
    {
        await AccountEndpoints.LetFormReturnAsync(http, db, returnUrl, ct);
        return Page.Result<SignInCode>(http, new SignInCode.Form(user.Address, returnUrl, Paths.SignInTo(returnUrl), error), status);
    }
}
