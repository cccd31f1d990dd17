using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Accounts;

/// <param name="Terms">The version of the terms that stood on the form.</param>
public sealed record Registration(string FullName, string Email, string? Phone, string Password, string? Terms = null)
{
    public static readonly Registration Empty = new("", "", null, "");
}

/// <param name="Errors">What is wrong, by field.</param>
internal sealed record RegistrationOutcome(IReadOnlyDictionary<string, string> Errors, TimeSpan? Wait = null);

internal enum Opening
{
    /// <summary>Nothing was begun in this browser, or too long ago.</summary>
    TooLate,

    /// <summary>Not the digits that were sent last.</summary>
    WrongCode,

    /// <summary>The mailbox has an account, which has keys of its own.</summary>
    Known,

    /// <summary>The account is there.</summary>
    Open,
}

/// <summary>
/// Opens an account with a password, once a code shows that the mailbox is theirs who typed it. Whether an address has an account is told to its mailbox and to
/// nobody else: what is typed is kept, and a code is sent, for every address alike. A code for one that has an account opens nothing and changes nothing.
/// </summary>
internal sealed class RegisterUser(
    PendingRegistrations pending, AccountLookup lookup, NewAccounts accounts, IPasswordHasher<User> hasher, PasswordRules passwords, SignInUser signIn, AddressCodes codes, TermsBook terms, Throttle throttle,
    IOptions<LimitOptions> limits, TimeProvider clock)
{
    private const string TooManyCodes = "Several codes were sent to this address within the last hour. Try again in an hour, or use another address.";
    private const string TooManyFromNetwork = "Many accounts were opened from your network just now. Try again in an hour.";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <returns>Without errors when, as far as anybody is told, a code is on its way.</returns>
    public async Task<RegistrationOutcome> AskAsync(Registration input, string network, CancellationToken ct)
    {
        var errors = Check(input);
        var (isAgreed, agreed) = await terms.ReadAsync(input.Terms, TermsBook.Register, ct);
        if (!isAgreed)
        {
            errors[""] = TermsBook.Changed;
        }

        if (errors.Count > 0)
        {
            return new(errors);
        }

        if (await throttle.CountAsync("register", network, limits.Value.RegistrationsPerAddress, TimeSpan.FromHours(1), ct) is { } wait)
        {
            errors[""] = TooManyFromNetwork;
            return new(errors, wait);
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var wanted = new PendingRegistration(id, input.FullName.Trim(), input.Email.Trim(), PhoneText.Normalize(input.Phone), hasher.HashPassword(new User(), input.Password), agreed?.Version);
        if (await SendAsync(wanted, ct) is { } pause)
        {
            errors["email"] = TooManyCodes;
            return new(errors, pause);
        }

        await pending.KeepAsync(wanted, ct);
        return new(errors);
    }

    /// <returns>What was begun in this browser, if it was, and how long to wait when there were too many codes.</returns>
    public async Task<(PendingRegistration? Wanted, TimeSpan? Wait)> AskAgainAsync(string network, CancellationToken ct)
    {
        if (await pending.CurrentAsync(ct) is not { } wanted)
        {
            return (null, null);
        }

        var wait = await throttle.CountAsync("forgot", network, limits.Value.MailCodesPerAddress, Window, ct);
        return (wanted, wait ?? await SendAsync(wanted, ct));
    }

    /// <returns>What came of it, and the sign-in where the account is open.</returns>
    public async Task<(Opening Opening, SignInOutcome? SignIn)> OpenAsync(string code, string network, CancellationToken ct)
    {
        if (await pending.CurrentAsync(ct) is not { } wanted)
        {
            return (Opening.TooLate, null);
        }

        var user = accounts.Make(wanted.FullName, wanted.Email, isConfirmed: true, wanted.UserId);
        if (await throttle.CountAsync("reset", network, limits.Value.MailCodesPerAddress, Window, ct) is not null || !await codes.IsRightAsync(user, AddressCodes.Register, code, ct))
        {
            return await AgainOrAsync(Opening.WrongCode, wanted, ct);
        }

        await pending.EndAsync(ct);
        (user.PhoneNumber, user.PasswordHash) = (wanted.Phone, wanted.PasswordHash);
        var isNew = await lookup.FindAsync(user.Email!, ct) is null && await accounts.AddAsync(user, wanted.Terms is { } version ? new(version, TermsBook.Register) : null, ct);
        if (isNew)
        {
            await codes.EndAsync(wanted, ct);
            await accounts.WelcomeAsync(user, SignInMethods.Password, ct);
            return (Opening.Open, new(true));
        }

        return await AgainOrAsync(Opening.Known, wanted, ct);
    }

    /// <summary>For who sent the form twice: the account is open by now, and the code is gone.</summary>
    private async Task<(Opening Opening, SignInOutcome? SignIn)> AgainOrAsync(Opening otherwise, PendingRegistration wanted, CancellationToken ct) =>
        await lookup.FindActiveAsync(wanted.UserId, ct) is { } opened ? (Opening.Open, await signIn.ContinueAsync(opened.User, SignInMethods.Password, ct)) : (otherwise, null);

    private async Task<TimeSpan?> SendAsync(PendingRegistration wanted, CancellationToken ct) => await codes.IssueAsync(wanted, await lookup.FindAsync(wanted.Email, ct), ct);

    private Dictionary<string, string> Check(Registration input)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = input.FullName.Trim();
        if (!NewAccounts.IsName(name))
        {
            errors["fullName"] = NewAccounts.NameHint;
        }

        if (!EmailText.IsValid(input.Email.Trim()))
        {
            errors["email"] = EmailText.Hint;
        }

        if (!string.IsNullOrWhiteSpace(input.Phone) && PhoneText.Normalize(input.Phone) is null)
        {
            errors["phone"] = "Enter a mobile number with its country code, for example +91 98765 43210, or leave it empty.";
        }

        if (passwords.WhyNot(input.Password, name, input.Email.Split('@')[0]) is { } reason)
        {
            errors["password"] = reason;
        }

        return errors;
    }
}
