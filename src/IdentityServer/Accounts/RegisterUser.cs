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

internal sealed record RegistrationOutcome(IReadOnlyDictionary<string, string> Errors, TimeSpan? Wait = null, bool NeedsCode = false)
{
    public bool IsDone => Errors.Count == 0 && Wait is null;
}

/// <summary>
/// Opens an account and signs it in. That an address already has an account is not said: who knows its password is signed in,
/// everybody else gets a sentence that fits other reasons too.
/// </summary>
internal sealed class RegisterUser(
    NewAccounts accounts, IPasswordHasher<User> hasher, PasswordRules passwords, SignInUser signIn, AddressCodes codes, TermsBook terms, Throttle throttle, IOptions<LimitOptions> limits)
{
    public async Task<RegistrationOutcome> RunAsync(Registration input, string address, CancellationToken ct)
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

        if (await throttle.CountAsync("register", address, limits.Value.RegistrationsPerAddress, TimeSpan.FromHours(1), ct) is { } wait)
        {
            return new(errors, wait);
        }

        var user = NewUser(input);
        if (await accounts.AddAsync(user, agreed, ct))
        {
            await codes.IssueAsync(user, AddressCodes.ConfirmEmail, ct);
            await accounts.WelcomeAsync(user, SignInMethods.Password, ct);
            return new(errors);
        }

        if (await signIn.TryInTurnAsync(input.Email, input.Password, address, ct) is { } outcome && (outcome.IsSignedIn || outcome.NeedsCode))
        {
            return new(errors, NeedsCode: outcome.NeedsCode);
        }

        errors[""] = "We could not open an account with these details. If you have one already, sign in instead.";
        return new(errors);
    }

    private User NewUser(Registration input)
    {
        var user = accounts.Make(input.FullName, input.Email.Trim(), isConfirmed: false);
        user.PhoneNumber = PhoneText.Normalize(input.Phone);
        user.PasswordHash = hasher.HashPassword(user, input.Password);
        return user;
    }

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
