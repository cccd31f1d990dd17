using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// Who had an address of an account until now is told there that it was changed, and can take the change back for a week: then it was
/// somebody else who changed it. With it goes whatever that person may have added since, the password, and every sign-in.
/// </summary>
internal sealed class AddressUndo(
    IdentityDb db, BrowserSession browser, UserEvents events, ILookupNormalizer normalizer, IOptions<UrlOptions> urls, TimeProvider clock, SecurityLog security)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>In the transaction of the change.</summary>
    /// <param name="before">The account as it was; the old address was confirmed.</param>
    /// <param name="old">The address that it has no more.</param>
    public async Task NoteAsync(User before, string old, CancellationToken ct)
    {
        var (token, now) = (Secrets.New(), clock.GetUtcNow());
        var (hash, expires) = (Secrets.Hash(token), now + Life);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO identity.address_changes (hash, user_id, old_address, changed_at, expires_at) VALUES ({hash}, {before.Id}, {old}, {now}, {expires})", ct);
        await events.AddressChangedAsync(before, old, $"{urls.Value.Identity}/account/undo?token={token}", expires, ct);
    }

    /// <returns>The address that would come back; null when the link is too old, used, or not ours.</returns>
    public async Task<string?> FindAsync(string token, CancellationToken ct) => (await ChangeAsync(token, ct))?.OldAddress;

    /// <returns>False when there is nothing to take back, or the old address opens another account by now.</returns>
    public async Task<bool> RunAsync(string token, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await ChangeAsync(token, ct) is not { } change || await LockAsync(change.UserId, ct) is not { } user)
        {
            return false;
        }

        // Everything since then: the mail address and the phone that the account had first.
        var since = await db.Database.SqlQuery<string>(
            $"""
            WITH gone AS (DELETE FROM identity.address_changes WHERE user_id = {user.Id} AND changed_at >= {change.ChangedAt} RETURNING old_address, changed_at)
            SELECT old_address AS "Value" FROM gone ORDER BY changed_at DESC
            """).ToListAsync(ct);
        if (!since.Contains(change.OldAddress))
        {
            return false; // somebody was quicker
        }

        since.ForEach(address => Restore(user, address)); // the oldest last
        (user.PasswordHash, user.SecurityStamp) = (null, Secrets.New());
        try
        {
            await db.SaveChangesAsync(ct);
            await TakeAwayAsync(user, change.ChangedAt, ct);
            await browser.EndAllOfAsync(user.Id, keep: null, "address_restored", ct);
            await events.KeysChangedAsync(user, KeyChange.AddressRestored, ct);
            await events.UpdatedAsync(user, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }

        security.Tell(SecurityEvent.AddressChanged, user.Id, "taken back");
        return true;
    }

    private void Restore(User user, string address)
    {
        if (PhoneText.IsNumber(address))
        {
            (user.PhoneNumber, user.PhoneNumberConfirmed) = (address, true);
            return;
        }

        (user.Email, user.NormalizedEmail, user.EmailConfirmed) = (address, normalizer.NormalizeEmail(address), true);
        (user.UserName, user.NormalizedUserName) = (address, normalizer.NormalizeName(address));
    }

    private async Task TakeAwayAsync(User user, DateTimeOffset since, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM identity.user_passkeys WHERE user_id = {user.Id} AND (data->>'CreatedAt')::timestamptz >= {since};
            DELETE FROM identity.user_logins WHERE user_id = {user.Id} AND linked_at >= {since};
            DELETE FROM identity.address_codes WHERE holder_id = {user.Id};
            DELETE FROM identity.known_devices WHERE user_id = {user.Id};
            """, ct);
        if (await db.Database.ExecuteSqlAsync($"DELETE FROM identity.second_factors WHERE user_id = {user.Id} AND confirmed_at >= {since}", ct) > 0)
        {
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.TwoFactorEnabled, false), ct);
        }
    }

    private async Task<User?> LockAsync(Guid userId, CancellationToken ct) =>
        (await db.Users.FromSql($"SELECT * FROM identity.users WHERE id = {userId} FOR UPDATE").ToListAsync(ct)).SingleOrDefault();

    private async Task<Change?> ChangeAsync(string token, CancellationToken ct)
    {
        var (hash, now) = (Secrets.Hash(token), clock.GetUtcNow());
        return (await db.Database.SqlQuery<Change>(
            $"""
            SELECT user_id AS "UserId", old_address AS "OldAddress", changed_at AS "ChangedAt" FROM identity.address_changes WHERE hash = {hash} AND expires_at > {now}
            """).ToListAsync(ct)).SingleOrDefault();
    }

    private sealed record Change(Guid UserId, string OldAddress, DateTimeOffset ChangedAt);
}
