using System.Text;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.IdentityServer.Accounts;

public sealed record Registration(string FullName, string Email, string? Phone, string Password)
{
    public static readonly Registration Empty = new("", "", null, "");
}

internal sealed record RegistrationOutcome(IReadOnlyDictionary<string, string> Errors, TimeSpan? Wait = null, bool NeedsCode = false)
{
    public bool IsDone => Errors.Count == 0 && Wait is null;
}

/// <summary>
/// Opens an account and signs it in. That an address already has an account is not said: who knows its password is signed in,
/// everybody else gets a sentence that fits other reasons too.
/// </summary>
internal sealed partial class RegisterUser(
    IdentityDb db, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, PasswordRules passwords, BrowserSession browser, KnownDevices devices,
    SignInUser signIn, UserEvents events, MailCodes codes, Throttle throttle, IOptions<LimitOptions> limits, TimeProvider clock, ILogger<RegisterUser> log)
{
    public async Task<RegistrationOutcome> RunAsync(Registration input, string address, CancellationToken ct)
    {
        var errors = Check(input);
        if (errors.Count > 0)
        {
            return new(errors);
        }

        if (await throttle.CountAsync("register", address, limits.Value.RegistrationsPerAddress, TimeSpan.FromHours(1), ct) is { } wait)
        {
            return new(errors, wait);
        }

        var user = NewUser(input);
        if (await AddAsync(user, ct))
        {
            await codes.IssueAsync(user, MailCodes.ConfirmEmail, ct);
            await browser.StartAsync(user, SignInMethods.Password, ct);
            await devices.SeeAsync(user.Id, ct);
            LogRegistered(user.Id);
            return new(errors);
        }

        if (await signIn.TryInTurnAsync(input.Email, input.Password, address, ct) is { } outcome && (outcome.IsSignedIn || outcome.NeedsCode))
        {
            return new(errors, NeedsCode: outcome.NeedsCode);
        }

        errors[""] = "We could not open an account with these details. If you have one already, sign in instead.";
        return new(errors);
    }

    /// <summary>One user, its role and its event, in one transaction.</summary>
    /// <returns>False when the address is taken.</returns>
    private async Task<bool> AddAsync(User user, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            db.Users.Add(user);
            var customer = await db.Roles.SingleAsync(r => r.Name == Role.Customer, ct);
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = customer.Id });
            await db.SaveChangesAsync(ct);
            await events.RegisteredAsync(user, ct);
            await transaction.CommitAsync(ct);
            return true;
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private User NewUser(Registration input)
    {
        var now = clock.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Email = input.Email.Trim(),
            UserName = input.Email.Trim(),
            NormalizedEmail = normalizer.NormalizeEmail(input.Email.Trim()),
            NormalizedUserName = normalizer.NormalizeName(input.Email.Trim()),
            FullName = input.FullName.Trim().Normalize(NormalizationForm.FormC),
            PhoneNumber = PhoneOf(input.Phone),
            SecurityStamp = Secrets.New(),
            LockoutEnabled = true,
            CreatedAt = now,
            LastSignInAt = now,
        };
        user.PasswordHash = hasher.HashPassword(user, input.Password);
        return user;
    }

    private Dictionary<string, string> Check(Registration input)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = input.FullName.Trim();
        if (name.Length is 0 or > User.NameMaxLength || name.Any(c => char.IsControl(c) || c == AccountLookup.NoCharacter))
        {
            errors["fullName"] = $"Enter your name, at most {User.NameMaxLength} characters.";
        }

        if (!EmailText.IsValid(input.Email.Trim()))
        {
            errors["email"] = EmailText.Hint;
        }

        if (!string.IsNullOrWhiteSpace(input.Phone) && PhoneOf(input.Phone) is null)
        {
            errors["phone"] = "Enter a mobile number with its country code, for example +91 98765 43210, or leave it empty.";
        }

        if (passwords.WhyNot(input.Password, name, input.Email.Split('@')[0]) is { } reason)
        {
            errors["password"] = reason;
        }

        return errors;
    }

    /// <summary>As E.164; ten digits without a country code are taken as Indian.</summary>
    private static string? PhoneOf(string? text)
    {
        var digits = new string([.. (text ?? "").Where(c => !(c is ' ' or '-' or '(' or ')' or '.'))]);
        if (digits.Length == 10 && digits.All(char.IsAsciiDigit) && digits[0] is >= '6' and <= '9')
        {
            return "+91" + digits;
        }

        return digits is ['+', ..] && digits.Length is >= 8 and <= 16 && digits.Skip(1).All(char.IsAsciiDigit) && digits[1] != '0' ? digits : null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} opened an account")]
    private partial void LogRegistered(Guid userId);
}
