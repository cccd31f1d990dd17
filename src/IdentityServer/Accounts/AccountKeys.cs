using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>What opens an account: a password, passkeys, sign-ins of others, and a phone that is texted codes. The last of them cannot be taken away.</summary>
internal sealed class AccountKeys(IdentityDb db, SmsLimits sms)
{
    /// <summary>Holds the account's row until the transaction ends, so that nobody takes another key away meanwhile.</summary>
    public async Task<int> CountLockedAsync(Guid userId, CancellationToken ct)
    {
        var isTexted = sms.IsOffered;
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.users WHERE id = {userId} FOR UPDATE", ct);
        return (await db.Database.SqlQuery<int>(
            $"""
            SELECT (CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END + CASE WHEN u.phone_number_confirmed AND {isTexted} THEN 1 ELSE 0 END
                + (SELECT count(*) FROM identity.user_passkeys p WHERE p.user_id = u.id) + (SELECT count(*) FROM identity.user_logins l WHERE l.user_id = u.id))::int AS "Value"
            FROM identity.users u WHERE u.id = {userId}
            """).ToListAsync(ct)).SingleOrDefault();
    }

    /// <summary>Whether anything but a passkey opens the account.</summary>
    public async Task<bool> HasWeakAsync(User user, CancellationToken ct) =>
        user.PasswordHash is not null || (user.PhoneNumberConfirmed && sms.IsOffered) || await db.UserLogins.AnyAsync(l => l.UserId == user.Id, ct);
}
