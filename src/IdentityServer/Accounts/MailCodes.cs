using System.Globalization;
using System.Security.Cryptography;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// Six digits by mail that prove that a mailbox is read: good for ten minutes, once, and for five tries. A new code replaces the
/// one before. Every try is claimed in the database before the digits are looked at, so that parallel guesses count exactly.
/// </summary>
internal sealed class MailCodes(IdentityDb db, IPasswordHasher<User> hasher, UserEvents events, Throttle throttle, TimeProvider clock)
{
    public const string ConfirmEmail = "confirm";
    public const string ResetPassword = "reset";
    public const int Digits = 6;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private const int MaxTries = 5;
    private const int MaxPerHour = 5;

    /// <returns>False when this person has had too many in the last hour; the code sent last stays good.</returns>
    public async Task<bool> IssueAsync(User user, string purpose, CancellationToken ct)
    {
        if (await throttle.CountAsync("mail-code", $"{user.Id} {purpose}", MaxPerHour, TimeSpan.FromHours(1), ct) is not null)
        {
            return false;
        }

        var code = RandomNumberGenerator.GetInt32((int)Math.Pow(10, Digits)).ToString($"D{Digits}", CultureInfo.InvariantCulture);
        var (hash, expires) = (hasher.HashPassword(user, code), clock.GetUtcNow() + Life);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.mail_codes (user_id, purpose, recipient, hash, expires_at) VALUES ({user.Id}, {purpose}, {user.Email}, {hash}, {expires})
            ON CONFLICT (user_id, purpose) DO UPDATE SET recipient = excluded.recipient, hash = excluded.hash, tries = 0, expires_at = excluded.expires_at
            """, ct);
        await events.CodeIssuedAsync(user, purpose, code, expires, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>True once for the right digits, if they were sent to the address that the account has now.</summary>
    public async Task<bool> RedeemAsync(User user, string purpose, string digits, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hashes = await db.Database.SqlQuery<string>(
            $"""
            UPDATE identity.mail_codes SET tries = tries + 1
            WHERE user_id = {user.Id} AND purpose = {purpose} AND recipient = {user.Email} AND expires_at > {now} AND tries < {MaxTries}
            RETURNING hash AS "Value"
            """).ToListAsync(ct);
        var code = new string([.. digits.Where(char.IsAsciiDigit).Take(Digits + 1)]);
        return hashes is [var hash] && code.Length == Digits
            && hasher.VerifyHashedPassword(user, hash, code) != PasswordVerificationResult.Failed
            && await db.Database.ExecuteSqlAsync($"DELETE FROM identity.mail_codes WHERE user_id = {user.Id} AND purpose = {purpose} AND hash = {hash}", ct) == 1;
    }
}
