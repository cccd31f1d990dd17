using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// Accounts that were opened for somebody else. A link in a mail lets its reader choose a password or make a passkey, once and for a week; nobody
/// else ever knows what opens the account. Whoever lets the week pass sets a password with a code, as if it were forgotten.
/// </summary>
internal sealed class Invitations(IdentityDb db, UserEvents events, IOptions<UrlOptions> urls, TimeProvider clock, SecurityLog security)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>In the transaction of what makes it necessary. The link before opens nothing any more.</summary>
    public async Task SendAsync(User user, CancellationToken ct)
    {
        var (key, expires) = (Secrets.New(), clock.GetUtcNow() + Life);
        var hash = Secrets.Hash(key);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.account_invitations (user_id, hash, expires_at) VALUES ({user.Id}, {hash}, {expires})
            ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at
            """, ct);
        await events.InvitedAsync(user, $"{urls.Value.Identity}{Paths.Invited}?key={key}", expires, ct);
    }

    /// <returns>Until when the link in the mail is good; null when there is none.</returns>
    public async Task<DateTimeOffset?> UntilAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Database.SqlQuery<DateTimeOffset>($"SELECT expires_at AS \"Value\" FROM identity.account_invitations WHERE user_id = {userId} AND expires_at > {now}").ToListAsync(ct) is [var until] ? until : null;
    }

    /// <summary>Whether the person has chosen nothing yet. Held until the transaction ends, so that nobody accepts meanwhile.</summary>
    public async Task<bool> IsWaitingAsync(Guid userId, CancellationToken ct) =>
        (await db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM identity.account_invitations WHERE user_id = {userId} FOR UPDATE").ToListAsync(ct)).Count == 1;

    /// <returns>Who was invited; null when the link is too old, used, or not ours.</returns>
    public async Task<User?> FindAsync(string key, CancellationToken ct)
    {
        var (hash, now) = (Secrets.Hash(key), clock.GetUtcNow());
        return (await db.Users.FromSql(
            $"SELECT u.* FROM identity.users u JOIN identity.account_invitations i ON i.user_id = u.id WHERE i.hash = {hash} AND i.expires_at > {now} AND u.disabled_at IS NULL")
            .AsNoTracking().ToListAsync(ct)).SingleOrDefault();
    }

    /// <summary>Who has the key reads the mailbox: its address is confirmed, and the account opens with what they chose.</summary>
    /// <returns>Whose account it is; null when somebody was quicker.</returns>
    public async Task<User?> AcceptAsync(string key, CancellationToken ct, string? passwordHash = null, IdentityUserPasskey<Guid>? passkey = null)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(key, ct) is not { } invited || !await TakeAsync(invited.Id, Secrets.Hash(key), ct))
        {
            return null;
        }

        var user = await db.Users.SingleAsync(u => u.Id == invited.Id, ct);
        (user.EmailConfirmed, user.PasswordHash, user.SecurityStamp) = (true, passwordHash, Secrets.New());
        if (passkey is not null)
        {
            db.UserPasskeys.Add(passkey);
        }

        await db.SaveChangesAsync(ct);
        await events.RegisteredAsync(user, ct);
        await transaction.CommitAsync(ct);
        security.Tell(SecurityEvent.AccountOpened, user.Id, "invited");
        return user;
    }

    /// <summary>For who did not wait for the link, and set a password with a code.</summary>
    public async Task EndAsync(User user, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Database.ExecuteSqlAsync($"DELETE FROM identity.account_invitations WHERE user_id = {user.Id}", ct) == 1)
        {
            await events.RegisteredAsync(user, ct);
            await transaction.CommitAsync(ct);
        }
    }

    private async Task<bool> TakeAsync(Guid userId, byte[] hash, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"DELETE FROM identity.account_invitations WHERE user_id = {userId} AND hash = {hash}", ct) == 1;
}
