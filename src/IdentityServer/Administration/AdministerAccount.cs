using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Administration;

/// <summary>How a request about an account ended.</summary>
internal enum Administered
{
    Done,
    NoSuchAccount,

    /// <summary>There would be no super administrator any more.</summary>
    LastSuper,

    /// <summary>The mail address opens another account.</summary>
    AddressTaken,

    /// <summary>It would be reached neither by mail nor at a number that is confirmed.</summary>
    NoAddress,

    /// <summary>The name, the mail address or the number is none.</summary>
    Unfit,
}

/// <summary>
/// What administrators do to accounts. Who may do it has been decided before, by the marketplace; what must hold whoever asks is held here
/// and by the database. Each change, the note of who made it and its mail are one transaction; what is so already is left alone.
/// </summary>
internal sealed class AdministerAccount(IdentityDb db, BrowserSession browser, ActingBook actings, SecondFactor secondFactor, AccountChanges changes, UserEvents events, TimeProvider clock)
{
    /// <summary>Ends every sign-in with its tokens at once; nobody signs in again before the account is reactivated.</summary>
    public Task<Administered> SuspendAsync(Guid userId, Guid? actor, string reason, CancellationToken ct) => ChangeAsync(userId, async user =>
    {
        if (user.DisabledAt is not null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, now).SetProperty(u => u.SuspendedBecause, reason), ct);
        await browser.EndAllOfAsync(userId, null, "suspended", ct);
        await changes.AddAsync(userId, actor, AccountChanges.Suspended, ct, reason: reason);
        await events.SuspendedAsync(user, ct);
    }, ct);

    public Task<Administered> ReactivateAsync(Guid userId, Guid? actor, CancellationToken ct) => ChangeAsync(userId, async user =>
    {
        if (user.DisabledAt is null)
        {
            return;
        }

        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, (DateTimeOffset?)null).SetProperty(u => u.SuspendedBecause, (string?)null), ct);
        await changes.AddAsync(userId, actor, AccountChanges.Reactivated, ct, before: user.SuspendedBecause);
        await events.ReactivatedAsync(user, ct);
    }, ct);

    public Task<Administered> EndSignInsAsync(Guid userId, Guid? actor, CancellationToken ct) => ChangeAsync(userId, async _ =>
    {
        await browser.EndAllOfAsync(userId, null, "ended_by_admin", ct);
        await changes.AddAsync(userId, actor, AccountChanges.SignInsEnded, ct);
    }, ct);

    /// <summary>The password opens nothing any more; its owner sets another with a code by mail. Passkeys go on.</summary>
    public Task<Administered> RequirePasswordAsync(Guid userId, Guid? actor, CancellationToken ct) => ChangeAsync(userId, async user =>
    {
        if (user.PasswordHash is null || user.PasswordResetSince is not null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordResetSince, now), ct);
        await browser.EndAllOfAsync(userId, null, "password_required", ct);
        await changes.AddAsync(userId, actor, AccountChanges.PasswordRequired, ct);
        await events.KeysChangedAsync(user, KeyChange.PasswordRequired, ct);
    }, ct);

    /// <summary>For who has lost both the app and the recovery codes. Its owner is told, because it may have been somebody else who asked.</summary>
    public Task<Administered> RemoveSecondFactorAsync(Guid userId, Guid? actor, string reason, CancellationToken ct) => ChangeAsync(userId, async user =>
    {
        if (!user.TwoFactorEnabled)
        {
            return;
        }

        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.TwoFactorEnabled, false), ct);
        await secondFactor.RemoveAsync(userId, ct);
        await browser.EndAllOfAsync(userId, null, "second_factor_removed", ct);
        await changes.AddAsync(userId, actor, AccountChanges.SecondFactorRemoved, ct, reason: reason);
        await events.KeysChangedAsync(user, KeyChange.SecondFactorOff, ct);
    }, ct);

    /// <summary>
    /// Gives and takes admin roles, so that these are all. Who loses one is signed out everywhere: nothing that is open may go on with it.
    /// </summary>
    public Task<Administered> SetRolesAsync(Guid userId, Guid? actor, IReadOnlyCollection<string> roles, CancellationToken ct) => ChangeAsync(userId, async _ =>
    {
        var known = await db.Roles.Where(r => Role.Administrators.Contains(r.Name)).Select(r => new { r.Id, r.Name }).ToListAsync(ct);
        var held = await db.UserRoles.Where(m => m.UserId == userId).Select(m => m.RoleId).ToListAsync(ct);
        var before = known.Where(r => held.Contains(r.Id)).Select(r => r.Name!).Order().ToList();
        var (given, taken) = (roles.Except(before).ToList(), before.Except(roles).ToList());
        if (given.Count + taken.Count == 0)
        {
            return;
        }

        foreach (var id in known.Where(r => given.Contains(r.Name!)).Select(r => r.Id))
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO identity.user_roles (user_id, role_id) VALUES ({userId}, {id}) ON CONFLICT DO NOTHING", ct);
        }

        foreach (var id in known.Where(r => taken.Contains(r.Name!)).Select(r => r.Id))
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM identity.user_roles WHERE user_id = {userId} AND role_id = {id}", ct);
        }

        if (given.Count > 0)
        {
            await actings.EndAsync(null, ct, person: userId); // nobody acts for an administrator
        }

        if (taken.Count > 0)
        {
            await browser.EndAllOfAsync(userId, null, "role_taken", ct);
        }

        await changes.AddAsync(userId, actor, AccountChanges.RolesSet, ct, Words(before), Words(roles.Order()));
    }, ct);

    private static string Words(IEnumerable<string> roles) => string.Join(", ", roles) is { Length: > 0 } text ? text : "none";

    private async Task<Administered> ChangeAsync(Guid userId, Func<User, Task> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.users WHERE id = {userId} FOR UPDATE", ct); // one after another
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, ct) is not { } user)
        {
            return Administered.NoSuchAccount;
        }

        try
        {
            await change(user);
        }
        catch (PostgresException last) when (last.ConstraintName == "ck_super_admin")
        {
            return Administered.LastSuper;
        }

        await transaction.CommitAsync(ct);
        return Administered.Done;
    }
}
