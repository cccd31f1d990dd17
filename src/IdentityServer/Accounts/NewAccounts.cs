using System.Text;
using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>Opens accounts, whatever it is that opens them later: a password, a passkey, a phone, or another sign-in.</summary>
internal sealed class NewAccounts(
    IdentityDb db, ILookupNormalizer normalizer, BrowserSession browser, KnownDevices devices, UserEvents events, TermsBook terms, TimeProvider clock, SecurityLog security)
{
    /// <param name="address">A mail address or a number, proved or not.</param>
    public User Make(string fullName, string address, bool isConfirmed, Guid? id = null)
    {
        var now = clock.GetUtcNow();
        var user = new User
        {
            Id = id ?? Guid.CreateVersion7(now),
            FullName = fullName.Trim().Normalize(NormalizationForm.FormC),
            SecurityStamp = Secrets.New(),
            LockoutEnabled = true,
            CreatedAt = now,
            LastSignInAt = now,
        };
        if (address.Contains('@'))
        {
            (user.Email, user.NormalizedEmail, user.EmailConfirmed) = (address, normalizer.NormalizeEmail(address), isConfirmed);
        }
        else
        {
            (user.PhoneNumber, user.PhoneNumberConfirmed) = (address, isConfirmed);
        }

        user.UserName = user.Email ?? user.Id.ToString();
        user.NormalizedUserName = normalizer.NormalizeName(user.UserName);
        return user;
    }

    public static bool IsName(string text) =>
        text.Trim() is { Length: > 0 and <= User.NameMaxLength } name && !name.Any(c => char.IsControl(c) || c == AccountLookup.NoCharacter);

    public static readonly string NameHint = $"Enter your name, at most {User.NameMaxLength} characters.";

    /// <summary>One user, its role, its first key, what it agreed to and its event, in one transaction.</summary>
    /// <param name="agreed">Null where there are no terms, and for who is invited: they are asked when they come.</param>
    /// <param name="key">What opens the account, if the user has none in itself.</param>
    /// <param name="inviting">For who does not know of it yet: sends the invitation. The marketplace hears of them when they accept.</param>
    /// <returns>False when the address is taken.</returns>
    public async Task<bool> AddAsync(User user, TermsAgreed? agreed, CancellationToken ct, Action<IdentityDb>? key = null, Func<Task>? inviting = null)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            db.Users.Add(user);
            key?.Invoke(db);
            var customer = await db.Roles.SingleAsync(r => r.Name == Role.Customer, ct);
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = customer.Id });
            await db.SaveChangesAsync(ct);
            if (agreed is not null)
            {
                await terms.RecordAsync(user.Id, agreed, ct);
            }

            await (inviting?.Invoke() ?? events.RegisteredAsync(user, ct));
            await transaction.CommitAsync(ct);
            return true;
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>Signs in who has just opened an account, and remembers the browser.</summary>
    public async Task WelcomeAsync(User user, string method, CancellationToken ct)
    {
        await browser.StartAsync(user, method, ct);
        await devices.SeeAsync(user.Id, ct);
        security.Tell(SecurityEvent.AccountOpened, user.Id);
    }
}
