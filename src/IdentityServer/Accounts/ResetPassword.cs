using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// A new password for who reads the account's mail, or holds its phone. Whether an address has an account is not said, neither in words nor in time:
/// an unknown one costs the same work.
/// </summary>
internal sealed class ResetPassword(
    IdentityDb db, AccountLookup accounts, AddressCodes codes, ChangePassword change, KnownDevices devices, PasswordRules rules, NobodysPassword nobody, Throttle throttle, Invitations invitations,
    IOptions<LimitOptions> limits, SecurityLog security)
{
    public const string WrongCode = "This is not the code we sent last, or its ten minutes are over. Check it, or ask for a new code.";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <returns>How long to wait; null when, as far as anybody is told, a code is on its way.</returns>
    public async Task<TimeSpan?> AskAsync(string email, string address, CancellationToken ct)
    {
        if (await throttle.CountAsync("forgot", address, limits.Value.MailCodesPerAddress, Window, ct) is { } wait)
        {
            return wait;
        }

        if (await accounts.FindActiveAsync(email, ct) is not { } user || !await codes.IssueAsync(user, AddressCodes.ResetPassword, ct, AddressIn(user, email)))
        {
            nobody.Compare(email);
        }

        return null;
    }

    /// <returns>What is wrong, by field; empty when it is done.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(string email, string code, string next, string address, CancellationToken ct)
    {
        var addressName = email.Split('@')[0];
        if (rules.WhyNot(next, "", addressName) is { } reason)
        {
            return new Dictionary<string, string> { ["next"] = reason };
        }

        var isAllowed = await throttle.CountAsync("reset", address, limits.Value.MailCodesPerAddress, Window, ct) is null;
        if (await accounts.FindActiveAsync(email, ct) is not { } user || !isAllowed)
        {
            nobody.Compare(code);
            return new Dictionary<string, string> { ["code"] = WrongCode };
        }

        // What the person's name has to do with it is said to who has the code, and to nobody else.
        if (rules.WhyNot(next, user.FullName, addressName) is { } own)
        {
            return await codes.IsRightAsync(user, AddressCodes.ResetPassword, code, ct)
                ? new Dictionary<string, string> { ["next"] = own }
                : new Dictionary<string, string> { ["code"] = WrongCode };
        }

        if (await codes.RedeemAsync(user, AddressCodes.ResetPassword, code, ct) is not { } proven)
        {
            return new Dictionary<string, string> { ["code"] = WrongCode };
        }

        await change.ReplaceAsync(user, next, "password_reset", ct);
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.EmailConfirmed, u => u.EmailConfirmed || u.Email == proven).SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.PasswordResetSince, (DateTimeOffset?)null)
                .SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.LockoutRound, 0),
            ct);
        await invitations.EndAsync(user, ct);
        await devices.ClearTriesAsync(user.Id, ct);
        security.Tell(SecurityEvent.KeysChanged, user.Id, KeyChange.Password);
        return new Dictionary<string, string>();
    }

    /// <summary>The code goes where it was asked for: of an account with both, to the mailbox or to the phone.</summary>
    private static string AddressIn(User user, string typed) => typed.Contains('@') ? user.Email! : user.PhoneNumber!;
}
