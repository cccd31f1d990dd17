using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>A new password for who knows the old one, or has none and has just signed in with a passkey. Whoever else was signed in with the old one is not any more.</summary>
internal sealed class ChangePassword(
    IdentityDb db, SignInUser signIn, PasswordRules rules, IPasswordHasher<User> hasher, AddressCodes codes, BrowserSession browser, UserEvents events, SecurityLog security)
{
    /// <returns>What is wrong, by field; empty when it is done.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(User user, string current, string next, string address, CancellationToken ct)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (rules.WhyNot(next, user.FullName, user.AddressName) is { } reason)
        {
            errors["next"] = reason;
            return errors;
        }

        if (user.PasswordHash is not null && (await signIn.CheckAsync(user.Address, current, address, ct)).User is null)
        {
            errors["current"] = "This is not your present password, or there were too many tries. Check it, or wait a few minutes.";
            return errors;
        }

        var method = (await browser.CurrentAsync(ct))?.Session.Method ?? SignInMethods.Password;
        await ReplaceAsync(user, next, "password_changed", ct);
        await browser.StartAsync(user, method, ct);
        security.Tell(SecurityEvent.KeysChanged, user.Id, KeyChange.Password);
        return errors;
    }

    /// <summary>Leaves the account to its passkeys. Who guesses passwords finds none.</summary>
    /// <returns>False when there is no passkey that could open it.</returns>
    public async Task<bool> RemoveAsync(User user, Session session, CancellationToken ct)
    {
        var stamp = Secrets.New();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.users WHERE id = {user.Id} FOR UPDATE", ct); // nobody removes the last passkey meanwhile
        if (await db.Users.Where(u => u.Id == user.Id && db.UserPasskeys.Any(p => p.UserId == u.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, (string?)null).SetProperty(u => u.SecurityStamp, stamp), ct) == 0)
        {
            return false;
        }

        await codes.EndAsync(user, ct);
        await browser.EndAllOfAsync(user.Id, session.Id, "password_removed", ct);
        await events.KeysChangedAsync(user, KeyChange.PasswordRemoved, ct);
        await transaction.CommitAsync(ct);
        security.Tell(SecurityEvent.KeysChanged, user.Id, KeyChange.PasswordRemoved);
        return true;
    }

    /// <summary>Sets the password and ends every code that is on its way and every sign-in, with all tokens that came from it.</summary>
    public async Task ReplaceAsync(User user, string next, string reason, CancellationToken ct)
    {
        var (hash, stamp) = (hasher.HashPassword(user, next), Secrets.New());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Users.Where(u => u.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.SecurityStamp, stamp), ct);
        await codes.EndAsync(user, ct);
        await browser.EndAllOfAsync(user.Id, keep: null, reason, ct);
        await events.KeysChangedAsync(user, KeyChange.Password, ct);
        await transaction.CommitAsync(ct);
    }
}
