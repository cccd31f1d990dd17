using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Phones;

/// <summary>
/// A phone for an account, confirmed by a code to it, and by one to the present phone if that was confirmed. Only who holds the phone
/// learns that it opens another account already.
/// </summary>
internal sealed class ChangePhone(
    IdentityDb db, AddressCodes codes, SmsLimits sms, SignInUser signIn, AccountKeys keys, AddressUndo undo, BrowserSession browser, UserEvents events, SecurityLog security)
{
    private const string TooMany = "Several codes were texted already. Use the newest, or ask again in an hour.";

    /// <returns>What is wrong, by field; empty when the codes are on their way.</returns>
    public async Task<IReadOnlyDictionary<string, string>> AskAsync(User user, string phone, string password, string address, CancellationToken ct)
    {
        if (PhoneText.Normalize(phone) is not { } wanted || !sms.Reaches(wanted))
        {
            return Wrong("phone", PhoneText.Normalize(phone) is null ? PhoneText.Hint : "We cannot text to this country yet.");
        }

        if (user.PhoneNumberConfirmed && wanted == user.PhoneNumber)
        {
            return Wrong("phone", "This is your number already.");
        }

        if (user.PasswordHash is not null && (await signIn.CheckAsync(user.Address, password, address, ct)).User is null)
        {
            return Wrong("phonePassword", "This is not your password, or there were too many tries. Check it, or wait a few minutes.");
        }

        return await codes.IssueAsync(user, AddressCodes.TakePhone, ct, wanted)
            && (!user.PhoneNumberConfirmed || await codes.IssueAsync(user, AddressCodes.LeavePhone, ct, user.PhoneNumber)) ? Nothing : Wrong("phone", TooMany);
    }

    /// <returns>What is wrong, by field; empty when the account has its new phone.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(User user, string fromPresent, string fromNew, CancellationToken ct)
    {
        (string Purpose, string Digits)[] given = [(AddressCodes.TakePhone, fromNew), .. user.PhoneNumberConfirmed ? [(AddressCodes.LeavePhone, fromPresent)] : Array.Empty<(string, string)>()];
        var proven = await codes.RedeemAsync(user, ct, given);
        if (proven.Count == 0 || proven.Skip(1).Any(p => p != user.PhoneNumber))
        {
            return Wrong("newPhoneCode", "These are not the codes we sent last, or their ten minutes are over. Check them, or begin again.");
        }

        var number = proven[0];
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.PhoneNumber, number).SetProperty(u => u.PhoneNumberConfirmed, true), ct);
            if (user is { PhoneNumberConfirmed: true, PhoneNumber: { } old })
            {
                await undo.NoteAsync(user, old, ct);
            }

            await events.UpdatedAsync(user, ct);
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Wrong("newPhoneCode", "This number opens an account of its own. Sign in with it, or choose another number.");
        }

        security.Tell(SecurityEvent.AddressChanged, user.Id, "phone");
        return Nothing;
    }

    /// <returns>False when nothing else would open the account, or reach its owner.</returns>
    public async Task<bool> RemoveAsync(User user, Session session, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await keys.CountLockedAsync(user.Id, ct) < (user.PhoneNumberConfirmed && sms.IsOffered ? 2 : 1)
            || await db.Users.Where(u => u.Id == user.Id && u.Email != null && (u.EmailConfirmed || !u.PhoneNumberConfirmed) && u.PhoneNumber != null)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.PhoneNumber, (string?)null).SetProperty(u => u.PhoneNumberConfirmed, false), ct) == 0)
        {
            return false;
        }

        if (user is { PhoneNumberConfirmed: true, PhoneNumber: { } old })
        {
            await undo.NoteAsync(user, old, ct);
            await browser.EndAllOfAsync(user.Id, session.Id, "phone_removed", ct);
            await events.KeysChangedAsync(user, KeyChange.PhoneRemoved, ct);
        }

        await events.UpdatedAsync(user, ct);
        await transaction.CommitAsync(ct);
        security.Tell(SecurityEvent.AddressChanged, user.Id, "phone");
        return true;
    }

    private static readonly Dictionary<string, string> Nothing = [];

    private static Dictionary<string, string> Wrong(string field, string why) => new() { [field] = why };
}
