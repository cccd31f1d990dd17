using System.Globalization;
using System.Security.Cryptography;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// Six digits by mail or by text that prove that a mailbox is read or a phone is held: good for ten minutes, once, and for five tries.
/// A new code replaces the one before. Every try is claimed in the database before the digits are looked at, so that parallel
/// guesses count exactly. A try costs the same whether or not there is a code to compare it with.
/// </summary>
internal sealed class AddressCodes(IdentityDb db, IPasswordHasher<User> hasher, UserEvents events, NobodysPassword nobody, Throttle throttle, SmsLimits sms, TimeProvider clock)
{
    public const string ConfirmEmail = "confirm";
    public const string ResetPassword = "reset";
    public const string LeaveAddress = "change-from";
    public const string TakeAddress = "change-to";
    public const string LeavePhone = "phone-from";
    public const string TakePhone = "phone-to";

    /// <summary>Who is signed in proves anew to be the owner.</summary>
    public const string Again = "again";

    /// <summary>Of an address that need not have an account.</summary>
    public const string Enter = "enter";

    /// <summary>Of an account that is to be opened with a password.</summary>
    public const string Register = "register";

    /// <summary>The same, as the mail hears of it whose address has an account already.</summary>
    private const string RegisterKnown = "register-known";
    public const int Digits = 6;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private const int MaxTries = 5;
    private const int MaxPerHour = 5;

    /// <summary>For all purposes together: with five tries each, who guesses has a hundred in a million in a day.</summary>
    private const int MaxPerDay = 20;

    /// <summary>Sends a code to the account's address, or to the one that it shall have.</summary>
    /// <returns>False when this person has had too many in the last hour or day; the code sent last stays good.</returns>
    public async Task<bool> IssueAsync(User user, string purpose, CancellationToken ct, string? recipient = null) =>
        await IssueAsync(user, purpose, recipient ?? user.Address, ct) is null;

    /// <summary>Sends a code to an address that need not have an account.</summary>
    /// <returns>How long to wait, when there were too many.</returns>
    public Task<TimeSpan?> IssueAsync(string address, string fullName, CancellationToken ct) => IssueAsync(Holder(address, fullName), Enter, address, ct);

    /// <summary>Sends a code for what somebody typed to open an account. It is counted for the address: who begins anew begins no new count.</summary>
    /// <param name="owner">Whose address it is already. Only the words of the mail differ.</param>
    /// <returns>How long to wait, when there were too many.</returns>
    public Task<TimeSpan?> IssueAsync(PendingRegistration wanted, User? owner, CancellationToken ct) => IssueAsync(
        new User { Id = wanted.UserId, FullName = owner?.FullName ?? wanted.FullName }, Register, wanted.Email, ct, Holder(wanted.Email.ToLowerInvariant(), "").Id, owner is null ? Register : RegisterKnown);

    /// <summary>True once for the right digits, if they were sent to one of the addresses that the account has now.</summary>
    /// <returns>Where they were sent, or null.</returns>
    public async Task<string?> RedeemAsync(User user, string purpose, string digits, CancellationToken ct) =>
        await RedeemAsync(user, ct, (purpose, digits)) is [var proven] && (proven == user.Email || (proven == user.PhoneNumber && user.PhoneNumberConfirmed)) ? proven : null;

    /// <summary>True once for the right digits that were sent to an address that need not have an account.</summary>
    public async Task<bool> RedeemAsync(string address, string digits, CancellationToken ct) =>
        await RedeemAsync(Holder(address, ""), ct, (Enter, digits)) is [var proven] && proven == address;

    /// <summary>Several codes, all or none: one that is right stays good when another is wrong.</summary>
    /// <returns>The addresses that are proven, in the order of the codes; empty when not all are right.</returns>
    public async Task<IReadOnlyList<string>> RedeemAsync(User user, CancellationToken ct, params (string Purpose, string Digits)[] given)
    {
        var codes = new List<Code>();
        foreach (var (purpose, digits) in given)
        {
            if (await TryAsync(user, purpose, digits, ct) is not { } code)
            {
                return [];
            }

            codes.Add(code);
        }

        string[] hashes = [.. codes.Select(c => c.Hash)];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Database.ExecuteSqlAsync($"DELETE FROM identity.address_codes WHERE holder_id = {user.Id} AND hash = ANY ({hashes})", ct) != codes.Count)
        {
            return [];
        }

        await transaction.CommitAsync(ct);
        return [.. codes.Select(c => c.Recipient)];
    }

    /// <summary>Counts as a try like redeeming; the code stays good.</summary>
    public async Task<bool> IsRightAsync(User user, string purpose, string digits, CancellationToken ct) => await TryAsync(user, purpose, digits, ct) is not null;

    /// <summary>Ends every code of the account, and the one with which its phone lets somebody in. For when its password is another: whoever asked for them before may be whom it was changed for.</summary>
    public Task<int> EndAsync(User user, CancellationToken ct)
    {
        Guid[] holders = user.PhoneNumber is { } phone ? [user.Id, Holder(phone, "").Id] : [user.Id];
        return db.Database.ExecuteSqlAsync($"DELETE FROM identity.address_codes WHERE holder_id = ANY ({holders})", ct);
    }

    public Task<int> EndAsync(PendingRegistration wanted, CancellationToken ct) => db.Database.ExecuteSqlAsync($"DELETE FROM identity.address_codes WHERE holder_id = {wanted.UserId}", ct);

    /// <returns>Where a code that is still good was sent, or null.</returns>
    public async Task<string?> PendingAsync(Guid userId, string purpose, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await db.Database.SqlQuery<string>(
            $"SELECT recipient AS \"Value\" FROM identity.address_codes WHERE holder_id = {userId} AND purpose = {purpose} AND expires_at > {now} AND tries < {MaxTries}")
            .ToListAsync(ct)).FirstOrDefault();
    }

    /// <param name="countedFor">If not for the holder.</param>
    /// <param name="told">What the mail is told that it is for, if something else.</param>
    private async Task<TimeSpan?> IssueAsync(User holder, string purpose, string address, CancellationToken ct, Guid? countedFor = null, string? told = null)
    {
        var counted = countedFor ?? holder.Id;
        if (await throttle.CountAsync("mail-code", $"{counted} {purpose}", MaxPerHour, TimeSpan.FromHours(1), ct) is { } wait)
        {
            return wait;
        }

        if (await throttle.CountAsync("mail-code-day", counted.ToString(), MaxPerDay, TimeSpan.FromDays(1), ct) is { } tomorrow)
        {
            return tomorrow;
        }

        if (PhoneText.IsNumber(address) && await sms.CountAsync(address, ct) is { } pause)
        {
            return pause;
        }

        var code = RandomNumberGenerator.GetInt32((int)Math.Pow(10, Digits)).ToString($"D{Digits}", CultureInfo.InvariantCulture);
        var (hash, expires) = (hasher.HashPassword(holder, code), clock.GetUtcNow() + Life);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.address_codes (holder_id, purpose, recipient, hash, expires_at) VALUES ({holder.Id}, {purpose}, {address}, {hash}, {expires})
            ON CONFLICT (holder_id, purpose) DO UPDATE SET recipient = excluded.recipient, hash = excluded.hash, tries = 0, expires_at = excluded.expires_at
            """, ct);
        await events.CodeIssuedAsync(holder, told ?? purpose, address, code, expires, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Who holds an address, as long as nobody knows who that is: the same for the same address, whether or not it has an account.</summary>
    private static User Holder(string address, string fullName) => new() { Id = new Guid(Secrets.Hash("holder of " + address).AsSpan(0, 16)), FullName = fullName };

    /// <returns>The code, if these are its digits.</returns>
    private async Task<Code?> TryAsync(User user, string purpose, string digits, CancellationToken ct)
    {
        var given = new string([.. digits.Where(char.IsAsciiDigit).Take(Digits + 1)]);
        if (await ClaimTryAsync(user.Id, purpose, ct) is not { } code || given.Length != Digits)
        {
            nobody.Compare(given);
            return null;
        }

        return hasher.VerifyHashedPassword(user, code.Hash, given) == PasswordVerificationResult.Failed ? null : code;
    }

    private async Task<Code?> ClaimTryAsync(Guid userId, string purpose, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await db.Database.SqlQuery<Code>(
            $"""
            UPDATE identity.address_codes SET tries = tries + 1
            WHERE holder_id = {userId} AND purpose = {purpose} AND expires_at > {now} AND tries < {MaxTries}
            RETURNING hash AS "Hash", recipient AS "Recipient"
            """).ToListAsync(ct)).FirstOrDefault();
    }

    private sealed record Code(string Hash, string Recipient);
}
