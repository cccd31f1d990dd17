using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Passkeys;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>Asks somebody who is signed in for a while to prove it anew, before the keys of the account can be changed.</summary>
internal static class ConfirmEndpoints
{
    public static void MapConfirm(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Confirm, Show);
        routes.MapPost(Paths.Confirm, Confirm).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] AccountDesk desk, PasskeyBook passkeys, string? returnUrl, CancellationToken ct) => desk.SignedInAsync(
        async (_, user) => Page.Result<Confirm>(desk.Http, new Confirm.Form(user.Email!, LocalUrl.OrRoot(returnUrl), user.PasswordHash is not null, (await passkeys.OfAsync(user.Id, ct)).Count > 0)), ct);

    private static Task<IResult> Confirm([AsParameters] AccountDesk desk, SignInUser signIn, PasskeyBook passkeys, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) =>
        {
            var form = await desk.Http.Request.ReadFormAsync(ct);
            var returnUrl = LocalUrl.OrRoot(form["returnUrl"]);
            var (proven, wait) = await signIn.CheckAsync(user.Email!, form["password"].ToString(), Throttle.AddressOf(desk.Http), ct);
            if (proven is null)
            {
                return Page.Result<Confirm>(
                    desk.Http, new Confirm.Form(user.Email!, returnUrl, user.PasswordHash is not null, (await passkeys.OfAsync(user.Id, ct)).Count > 0, "This is not your password, or there were too many tries. Check it, or wait a few minutes."), AccountEndpoints.Status(desk.Http, wait));
            }

            await desk.Browser.StartAsync(user, session.Method, ct);
            return new SeeOther(returnUrl);
        }, ct);
}
