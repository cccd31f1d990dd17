using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>Asks somebody who is signed in for a while to prove it anew, before the keys of the account can be changed.</summary>
internal static class ConfirmEndpoints
{
    public static void MapConfirm(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Confirm, Show);
        routes.MapPost(Paths.Confirm, Confirm).RequireOurForm();
        routes.MapPost(Paths.ConfirmCode, ConfirmByCode).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] AccountDesk desk, string? returnUrl, CancellationToken ct) =>
        desk.SignedInAsync((_, user) => PageAsync(desk, user, LocalUrl.OrRoot(returnUrl), null, StatusCodes.Status200OK, ct), ct);

    private static Task<IResult> Confirm([AsParameters] AccountDesk desk, SignInUser signIn, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) =>
        {
            var form = await desk.Http.Request.ReadFormAsync(ct);
            var returnUrl = LocalUrl.OrRoot(form["returnUrl"]);
            var (proven, wait) = await signIn.CheckAsync(user.Address, form["password"].ToString(), Throttle.AddressOf(desk.Http), ct);
            if (proven?.Id != user.Id)
            {
                return await PageAsync(
                    desk, user, returnUrl, "This is not your password, or there were too many tries. Check it, or wait a few minutes.", AccountEndpoints.Status(desk.Http, wait), ct);
            }

            await desk.Browser.StartAsync(user, session.Method, ct);
            return new SeeOther(returnUrl);
        }, ct);

    /// <summary>Without digits it sends a code, with them it looks at them. For who has no password: nobody gets around one that way.</summary>
    private static Task<IResult> ConfirmByCode([AsParameters] AccountDesk desk, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) =>
        {
            var form = await desk.Http.Request.ReadFormAsync(ct);
            var (returnUrl, code) = (LocalUrl.OrRoot(form["returnUrl"]), form["code"].ToString());
            if (AddressFor(user) is not { } address)
            {
                return AccountDesk.Confirm(returnUrl);
            }

            if (code.Length == 0)
            {
                var isSent = await desk.Codes.IssueAsync(user, AddressCodes.Again, ct, address);
                return await PageAsync(desk, user, returnUrl, isSent ? null : "We sent you several codes already. Use the newest, or ask again in an hour.", isSent ? StatusCodes.Status200OK : StatusCodes.Status429TooManyRequests, ct, isSent: true);
            }

            if (await desk.Codes.RedeemAsync(user, AddressCodes.Again, code, ct) is null)
            {
                return await PageAsync(desk, user, returnUrl, ResetPassword.WrongCode, StatusCodes.Status400BadRequest, ct, isSent: true);
            }

            await desk.Browser.StartAsync(user, session.Method, ct);
            return new SeeOther(returnUrl);
        }, ct);

    private static string? AddressFor(User user) => user.PasswordHash is not null ? null : user.PhoneNumberConfirmed ? user.PhoneNumber : user.EmailConfirmed ? user.Email : null;

    private static async Task<IResult> PageAsync(AccountDesk desk, User user, string returnUrl, string? error, int status, CancellationToken ct, bool isSent = false) => Page.Result<Confirm>(
        desk.Http, new Confirm.Form(user.Address, returnUrl, user.PasswordHash is not null, (await desk.PasskeyBook.OfAsync(user.Id, ct)).Count > 0, AddressFor(user), isSent, error), status);
}
