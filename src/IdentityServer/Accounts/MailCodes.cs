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
    public const string LeaveAddress = "change-from";
    public const string TakeAddress = "change-to";
    public const int Digits = 6;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private const int MaxTries = 5;
    private const int MaxPerHour = 5;

    /// <summary>Mails a code to the account's address, or to the one that it shall have.</summary>
    /// <returns>False when this person has had too many in the last hour; the code sent last stays good.</returns>
    public async Task<bool> IssueAsync(User user, string purpose, CancellationToken ct, string? recipient = null)
    {
        if (await throttle.CountAsync("mail-code", $"{user.Id} {purpose}", MaxPerHour, TimeSpan.FromHours(1), ct) is not null)
        {
            return false;
        }

        var address = recipient ?? user.Email!;
        var code = RandomNumberGenerator.GetInt32((int)Math.Pow(10, Digits)).ToString($"D{Digits}", CultureInfo.InvariantCulture);
        var (hash, expires) = (hasher.HashPassword(user, code), clock.GetUtcNow() + Life);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.mail_codes (user_id, purpose, recipient, hash, expires_at) VALUES ({user.Id}, {purpose}, {address}, {hash}, {expires})
            ON CONFLICT (user_id, purpose) DO UPDATE SET recipient = excluded.recipient, hash = excluded.hash, tries = 0, expires_at = excluded.expires_at
            """, ct);
        await events.CodeIssuedAsync(user, purpose, address, code, expires, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>True once for the right digits, if they were sent to the address that the account has now.</summary>
    public async Task<bool> RedeemAsync(User user, string purpose, string digits, CancellationToken ct) =>
        await RedeemAsync(user, ct, (purpose, digits)) is [var proven] && proven == user.Email;

    /// <summary>Several codes, all or none: one that is right stays good when another is wrong.</summary>
    /// <returns>The addresses that are proven, in the order of the codes; empty when not all are right.</returns>
    public async Task<IReadOnlyList<string>> RedeemAsync(User user, CancellationToken ct, params (string Purpose, string Digits)[] given)
    {
        var codes = new List<Code>();
        foreach (var (purpose, digits) in given)
        {
            if (await ClaimTryAsync(user.Id, purpose, ct) is not { } code || !IsRight(user, code.Hash, digits))
            {
                return [];
            }

            codes.Add(code);
        }

        string[] hashes = [.. codes.Select(c => c.Hash)];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Database.ExecuteSqlAsync($"DELETE FROM identity.mail_codes WHERE user_id = {user.Id} AND hash = ANY ({hashes})", ct) != codes.Count)
        {
            return [];
        }

        await transaction.CommitAsync(ct);
        return [.. codes.Select(c => c.Recipient)];
    }

    /// <returns>Where a code that is still good was sent, or null.</returns>
    public async Task<string?> PendingAsync(Guid userId, string purpose, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await db.Database.SqlQuery<string>(
            $"SELECT recipient AS \"Value\" FROM identity.mail_codes WHERE user_id = {userId} AND purpose = {purpose} AND expires_at > {now} AND tries < {MaxTries}")
            .ToListAsync(ct)).FirstOrDefault();
    }

    private async Task<Code?> ClaimTryAsync(Guid userId, string purpose, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await db.Database.SqlQuery<Code>(
            $"""
            UPDATE identity.mail_codes SET tries = tries + 1
            WHERE user_id = {userId} AND purpose = {purpose} AND expires_at > {now} AND tries < {MaxTries}
            RETURNING hash AS "Hash", recipient AS "Recipient"
            """).ToListAsync(ct)).FirstOrDefault();
    }

    private bool IsRight(User user, string hash, string digits)
    {
        var code = new string([.. digits.Where(char.IsAsciiDigit).Take(Digits + 1)]);
        return code.Length == Digits && hasher.VerifyHashedPassword(user, hash, code) != PasswordVerificationResult.Failed;
    }

    private sealed record Code(string Hash, string Recipient);
}
