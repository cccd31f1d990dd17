using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// Another address for an account, confirmed from both sides: a code to the new address, and one to the present address unless that
/// was never confirmed and may be a slip of the keyboard. Only who reads the new mailbox learns that it has an account already.
/// </summary>
internal sealed class ChangeEmail(
    IdentityDb db, AddressCodes codes, SignInUser signIn, AddressUndo undo, UserEvents events, ILookupNormalizer normalizer, SecurityLog security)
{
    /// <summary>The present address, with the code that was mailed to it.</summary>
    /// <returns>What is wrong, by field; empty when it is confirmed.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ConfirmAsync(User user, string code, CancellationToken ct)
    {
        if (user.Email is null || await codes.RedeemAsync(user, AddressCodes.ConfirmEmail, code, ct) != user.Email)
        {
            return new Dictionary<string, string> { ["code"] = ResetPassword.WrongCode };
        }

        await db.Users.Where(u => u.Id == user.Id && u.Email == user.Email).ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailConfirmed, true), ct);
        return new Dictionary<string, string>();
    }

    /// <returns>What is wrong, by field; empty when the codes are on their way.</returns>
    public async Task<IReadOnlyDictionary<string, string>> AskAsync(User user, string email, string password, string address, CancellationToken ct)
    {
        var wanted = email.Trim();
        if (!EmailText.IsValid(wanted) || normalizer.NormalizeEmail(wanted) == user.NormalizedEmail)
        {
            return new Dictionary<string, string> { ["email"] = EmailText.IsValid(wanted) ? "This is your address already." : EmailText.Hint };
        }

        if (user.PasswordHash is not null && (await signIn.CheckAsync(user.Address, password, address, ct)).User is null)
        {
            return new Dictionary<string, string> { ["password"] = "This is not your password, or there were too many tries. Check it, or wait a few minutes." };
        }

        var isSent = await codes.IssueAsync(user, AddressCodes.TakeAddress, ct, wanted) && (!user.EmailConfirmed || await codes.IssueAsync(user, AddressCodes.LeaveAddress, ct));
        return isSent ? new Dictionary<string, string>() : new Dictionary<string, string> { ["email"] = "We sent you several codes already. Use the newest, or ask again in an hour." };
    }

    /// <returns>What is wrong, by field; empty when the account has its new address.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(User user, string fromPresent, string fromNew, CancellationToken ct)
    {
        (string Purpose, string Digits)[] given = [(AddressCodes.TakeAddress, fromNew), .. user.EmailConfirmed ? [(AddressCodes.LeaveAddress, fromPresent)] : Array.Empty<(string, string)>()];
        var proven = await codes.RedeemAsync(user, ct, given);
        if (proven.Count == 0 || proven.Skip(1).Any(p => p != user.Email))
        {
            return new Dictionary<string, string> { ["newCode"] = "These are not the codes we sent last, or their ten minutes are over. Check both mails, or begin again." };
        }

        var (email, normalizedEmail, normalizedName) = (proven[0], normalizer.NormalizeEmail(proven[0]), normalizer.NormalizeName(proven[0]));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(
                set => set.SetProperty(u => u.Email, email).SetProperty(u => u.UserName, email).SetProperty(u => u.EmailConfirmed, true)
                    .SetProperty(u => u.NormalizedEmail, normalizedEmail).SetProperty(u => u.NormalizedUserName, normalizedName),
                ct);
            if (user is { Email: { } old, EmailConfirmed: true })
            {
                await undo.NoteAsync(user, old, ct);
            }

            user.Email = email;
            await events.UpdatedAsync(user, ct);
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new Dictionary<string, string> { ["newCode"] = "This address has an account of its own. Sign in with it, or choose another address." };
        }

        security.Tell(SecurityEvent.AddressChanged, user.Id, "email");
        return new Dictionary<string, string>();
    }
}
