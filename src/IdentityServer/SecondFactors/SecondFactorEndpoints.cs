using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.SecondFactors;

/// <summary>The page on which the second step is set up and turned off. It opens only to who has just proved who it is.</summary>
internal static class SecondFactorEndpoints
{
    public static void MapSecondFactor(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.SecondFactor, Show);
        routes.MapPost(Paths.BeginSecondFactor, Begin).RequireOurForm();
        routes.MapPost(Paths.ConfirmSecondFactor, TurnOn).RequireOurForm();
        routes.MapPost(Paths.RecoveryCodes, RenewCodes).RequireOurForm();
        routes.MapPost(Paths.EndSecondFactor, TurnOff).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] AccountDesk desk, [AsParameters] Parts parts, string? returnUrl, CancellationToken ct) =>
        desk.SignedInAsync((_, user) => PageAsync(desk, parts, user, LocalUrl.Or(returnUrl, Paths.Account), null, StatusCodes.Status200OK, ct), ct);

    private static Task<IResult> Begin([AsParameters] AccountDesk desk, [AsParameters] Parts parts, CancellationToken ct) => RecentAsync(
        desk, async (_, user, _, returnUrl) =>
        {
            await parts.Factor.BeginAsync(user, ct);
            return new SeeOther(With(returnUrl));
        }, ct);

    private static Task<IResult> TurnOn([AsParameters] AccountDesk desk, [AsParameters] Parts parts, CancellationToken ct) => ChangeAsync(
        desk, parts, (user, session, code) => parts.Change.TurnOnAsync(user, session, code, ct), "f-code", ct);

    private static Task<IResult> RenewCodes([AsParameters] AccountDesk desk, [AsParameters] Parts parts, CancellationToken ct) => ChangeAsync(
        desk, parts, (user, session, code) => parts.Change.RenewCodesAsync(user, session, code, ct), "f-renew", ct);

    private static Task<IResult> TurnOff([AsParameters] AccountDesk desk, [AsParameters] Parts parts, CancellationToken ct) => ChangeAsync(
        desk, parts, (user, session, code) => parts.Change.TurnOffAsync(user, session, code, ct), "f-end", ct);

    private static Task<IResult> ChangeAsync(
        AccountDesk desk, Parts parts, Func<User, Session, string, Task<SecondFactorOutcome>> change, string field, CancellationToken ct) => RecentAsync(
        desk, async (session, user, form, returnUrl) =>
        {
            var outcome = await change(user, session, form["code"].ToString());
            return outcome switch
            {
                { IsDone: true, Codes.Count: > 0 } => Page.Result<RecoveryCodesPage>(desk.Http, new RecoveryCodesPage.Sheet(outcome.Codes, returnUrl)),
                { IsDone: true } => AccountDesk.Done("second-factor-off"),
                { Proof: Proof.TooManyTries } => await PageAsync(
                    desk, parts, user, returnUrl, new(field, SignInCodeEndpoints.TooMany), AccountEndpoints.Status(desk.Http, SignInCodeEndpoints.Wait), ct),
                _ => await PageAsync(desk, parts, user, returnUrl, new(field, SignInCodeEndpoints.Wrong), StatusCodes.Status400BadRequest, ct),
            };
        }, ct);

    private static Task<IResult> RecentAsync(AccountDesk desk, Func<Session, User, IFormCollection, string, Task<IResult>> work, CancellationToken ct) =>
        desk.SignedInAsync(async (session, user) =>
        {
            var form = await desk.Http.Request.ReadFormAsync(ct);
            var returnUrl = LocalUrl.Or(form["returnUrl"], Paths.Account);
            return desk.Browser.IsRecent(session) ? await work(session, user, form, returnUrl) : AccountDesk.Confirm(With(returnUrl));
        }, ct);

    private static string With(string returnUrl) => QueryHelpers.AddQueryString(Paths.SecondFactor, "returnUrl", returnUrl);

    private static async Task<IResult> PageAsync(
        AccountDesk desk, Parts parts, User user, string returnUrl, SecondFactorPage.Refusal? refusal, int status, CancellationToken ct)
    {
        var isRecent = await desk.Browser.CurrentAsync(ct) is { } current && desk.Browser.IsRecent(current.Session);
        if (!isRecent)
        {
            return AccountDesk.Confirm(With(returnUrl));
        }

        var secret = user.TwoFactorEnabled ? null : await parts.Factor.BegunAsync(user.Id, ct);
        var model = new SecondFactorPage.State(
            user.Address, user.TwoFactorEnabled, secret is null ? null : Key(user, secret), await desk.Recovery.LeftAsync(user.Id, ct),
            await desk.Duty.DueAsync(user, ct), desk.Clock.GetUtcNow(), returnUrl, refusal);
        return Page.Result<SecondFactorPage>(desk.Http, model, status);
    }

    private static SecondFactorPage.NewKey Key(User user, byte[] secret)
    {
        const string Issuer = "Marketplace";
        var text = Totp.TextOf(secret);
        var uri = $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(user.Address)}?secret={text}&issuer={Issuer}&algorithm=SHA1&digits={Totp.Digits}&period=30";
        return new(uri, string.Join(' ', text.Chunk(4).Select(part => new string(part))), QrPicture.Of(uri));
    }

    internal sealed record Parts(SecondFactor Factor, ChangeSecondFactor Change);
}
