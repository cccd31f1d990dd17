using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.SecondFactors;

/// <param name="Codes">New recovery codes, to be shown now and never again.</param>
internal sealed record SecondFactorOutcome(Proof Proof, IReadOnlyList<string> Codes)
{
    public bool IsDone => Proof is Proof.App or Proof.RecoveryCode;
}

/// <summary>
/// Turning it on and off, and new recovery codes. Each is proved by a code, told by mail, and ends every other sign-in: whoever got in
/// before is not to stay in.
/// </summary>
internal sealed class ChangeSecondFactor(
    IdentityDb db, SecondFactor factor, RecoveryCodes recovery, BrowserSession browser, UserEvents events, SecurityLog security)
{
    public Task<SecondFactorOutcome> TurnOnAsync(User user, Session session, string code, CancellationToken ct) => ChangeAsync(
        user, session, () => factor.ConfirmAsync(user, code, ct), KeyChange.SecondFactorOn,
        async () =>
        {
            await SetAsync(user, isOn: true, ct);
            if (!SignInMethods.IsStrong(session.Method))
            {
                await browser.StrengthenAsync(session, SignInMethods.WithCode(session.Method), ct);
            }

            return await recovery.ReplaceAsync(user.Id, ct);
        }, ct);

    public Task<SecondFactorOutcome> TurnOffAsync(User user, Session session, string code, CancellationToken ct) => ChangeAsync(
        user, session, () => factor.ProveAsync(user, code, ct), KeyChange.SecondFactorOff,
        async () =>
        {
            await SetAsync(user, isOn: false, ct);
            await factor.RemoveAsync(user.Id, ct);
            return [];
        }, ct);

    public Task<SecondFactorOutcome> RenewCodesAsync(User user, Session session, string code, CancellationToken ct) => ChangeAsync(
        user, session, () => factor.ProveAsync(user, code, ct), KeyChange.RecoveryCodes, () => recovery.ReplaceAsync(user.Id, ct), ct);

    private async Task<SecondFactorOutcome> ChangeAsync(
        User user, Session session, Func<Task<Proof>> prove, string change, Func<Task<IReadOnlyList<string>>> work, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var outcome = new SecondFactorOutcome(await prove(), []);
        if (outcome.IsDone)
        {
            outcome = outcome with { Codes = await work() };
            await browser.EndAllOfAsync(user.Id, session.Id, "second_factor_changed", ct);
            await events.KeysChangedAsync(user, change, ct);
            security.Tell(SecurityEvent.KeysChanged, user.Id, change);
        }

        await transaction.CommitAsync(ct); // also when it failed: the try counts
        return outcome;
    }

    private Task<int> SetAsync(User user, bool isOn, CancellationToken ct)
    {
        var stamp = Secrets.New();
        return db.Users.Where(u => u.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.TwoFactorEnabled, isOn).SetProperty(u => u.SecurityStamp, stamp), ct);
    }
}
