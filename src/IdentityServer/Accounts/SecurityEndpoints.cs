using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>The page on which a person keeps the account safe: the address, the password, and where it is signed in.</summary>
internal static class SecurityEndpoints
{
    public static void MapSecurity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => new SeeOther(Paths.Account));
        routes.MapGet(Paths.Account, ([AsParameters] AccountDesk desk, string? done, CancellationToken ct) => desk.ShowAsync(done, ct));
        routes.MapPost(Paths.Password, ChangePassword).RequireOurForm();
        routes.MapPost(Paths.RemovePassword, RemovePassword).RequireOurForm();
        routes.MapPost(Paths.EmailCode, SendCode).RequireOurForm();
        routes.MapPost(Paths.ConfirmEmail, ConfirmEmail).RequireOurForm();
        routes.MapPost(Paths.Email, AskForEmail).RequireOurForm();
        routes.MapPost(Paths.ChangeEmail, ChangeEmail).RequireOurForm();
        routes.MapPost(Paths.OtherSessions, EndOthers).RequireOurForm();
        routes.MapPost(Paths.EndSignIn, EndOne).RequireOurForm();
        routes.MapPost(Paths.EndFirstSteps, EndFirstSteps).RequireOurForm();
    }

    private static Task<IResult> ChangePassword([AsParameters] AccountDesk desk, ChangePassword change, CancellationToken ct) => desk.SubmitAsync(
        (user, form) => change.RunAsync(user, form["current"].ToString(), form["next"].ToString(), Throttle.AddressOf(desk.Http), ct), "password", ct);

    private static Task<IResult> RemovePassword([AsParameters] AccountDesk desk, ChangePassword change, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) => desk.Browser.IsRecent(session)
            ? AccountDesk.Done(await change.RemoveAsync(user, session, ct) ? "no-password" : "password-kept")
            : AccountDesk.Confirm(Paths.Account), ct);

    private static Task<IResult> EndFirstSteps([AsParameters] AccountDesk desk, CancellationToken ct) => desk.SignedInAsync(
        async (_, user) =>
        {
            await desk.Steps.EndAsync(user.Id, ct);
            return new SeeOther(Paths.Account);
        }, ct);

    private static Task<IResult> SendCode([AsParameters] AccountDesk desk, CancellationToken ct) => desk.SignedInAsync(
        async (_, user) => AccountDesk.Done(await desk.Codes.IssueAsync(user, AddressCodes.ConfirmEmail, ct) ? "code" : "many-codes"), ct);

    private static Task<IResult> ConfirmEmail([AsParameters] AccountDesk desk, ChangeEmail change, CancellationToken ct) => desk.SubmitAsync(
        (user, form) => change.ConfirmAsync(user, form["code"].ToString(), ct), "email", ct);

    private static Task<IResult> AskForEmail([AsParameters] AccountDesk desk, ChangeEmail change, CancellationToken ct) => desk.SubmitAsync(
        (user, form) => change.AskAsync(user, form["email"].ToString(), form["password"].ToString(), Throttle.AddressOf(desk.Http), ct), "codes#email", ct);

    private static Task<IResult> ChangeEmail([AsParameters] AccountDesk desk, ChangeEmail change, CancellationToken ct) => desk.SubmitAsync(
        (user, form) => change.RunAsync(user, form["presentCode"].ToString(), form["newCode"].ToString(), ct), "new-email", ct);

    private static Task<IResult> EndOne([AsParameters] AccountDesk desk, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) =>
        {
            var form = await desk.Http.Request.ReadFormAsync(ct);
            if (form["session"].ToString() is var id && id != session.Id)
            {
                await desk.Browser.EndOneOfAsync(user.Id, id, "ended_by_user", ct);
            }

            return AccountDesk.Done("session#sessions");
        }, ct);

    private static Task<IResult> EndOthers([AsParameters] AccountDesk desk, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) =>
        {
            await desk.Browser.EndAllOfAsync(user.Id, session.Id, "ended_by_user", ct);
            return AccountDesk.Done("sessions");
        }, ct);
}
