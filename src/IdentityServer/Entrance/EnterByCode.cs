using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Entrance;

/// <param name="Address">As we keep it; null when it is none that a code can go to.</param>
internal sealed record CodeAsked(string? Address, TimeSpan? Wait = null);

internal enum Entry
{
    /// <summary>Not the digits that were sent last.</summary>
    WrongCode,

    /// <summary>The phone opens an account, and a second step may have to follow.</summary>
    SignedIn,

    /// <summary>A mailbox whose account has keys of its own.</summary>
    Known,

    /// <summary>Nobody's yet: the account can be opened now.</summary>
    New,
}

/// <summary>
/// Six digits to a phone or a mailbox, for whoever asks: the same is sent and said whether or not there is an account. Only who gives
/// them back learns it. A phone that is known signs in; whatever is not known can open an account.
/// </summary>
internal sealed class EnterByCode(
    AddressCodes codes, AccountLookup accounts, SignInUser signIn, ProvenAddress proven, SmsLimits sms, Throttle throttle, IOptions<LimitOptions> limits)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <returns>The address as we keep it; null when no code can go there.</returns>
    public string? Read(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Contains('@')
            ? EmailText.IsValid(trimmed) ? trimmed.ToLowerInvariant() : null
            : PhoneText.Normalize(trimmed) is { } number && sms.Reaches(number) ? number : null;
    }

    public async Task<CodeAsked> AskAsync(string text, string fullName, string network, CancellationToken ct)
    {
        if (Read(text) is not { } address)
        {
            return new(null);
        }

        return await throttle.CountAsync("forgot", network, limits.Value.MailCodesPerAddress, Window, ct) is { } wait
            ? new(address, wait)
            : new(address, await codes.IssueAsync(address, fullName, ct));
    }

    public async Task<(Entry Entry, SignInOutcome? SignIn)> RunAsync(string text, string code, string fullName, string network, CancellationToken ct)
    {
        if (Read(text) is not { } address || await throttle.CountAsync("reset", network, limits.Value.MailCodesPerAddress, Window, ct) is not null
            || !await codes.RedeemAsync(address, code, ct))
        {
            return (Entry.WrongCode, null);
        }

        if (await accounts.FindActiveAsync(address, ct) is not { } user)
        {
            proven.Keep(address, fullName);
            return (Entry.New, null);
        }

        return PhoneText.IsNumber(address) ? (Entry.SignedIn, await signIn.ContinueAsync(user, SignInMethods.Text, ct)) : (Entry.Known, null);
    }
}

/// <summary>Opens the account of a newcomer: with a password, or, for a phone, with nothing but the codes that it is texted.</summary>
internal sealed class OpenAccount(ProvenAddress proven, NewAccounts accounts, PasswordRules passwords, TermsBook terms, IPasswordHasher<User> hasher)
{
    public const string Taken = "Somebody has opened an account with this address meanwhile. Sign in instead.";

    /// <param name="shownTerms">The version of the terms that stood on the form.</param>
    /// <returns>What is wrong, by field; empty when it is done.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(Newcomer newcomer, string fullName, string password, string? shownTerms, CancellationToken ct)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!NewAccounts.IsName(fullName))
        {
            errors["fullName"] = NewAccounts.NameHint;
        }

        var needsPassword = !PhoneText.IsNumber(newcomer.Address);
        if ((needsPassword || password.Length > 0) && passwords.WhyNot(password, fullName, newcomer.Address.Split('@')[0]) is { } reason)
        {
            errors["password"] = reason;
        }

        var (isAgreed, agreed) = await terms.ReadAsync(shownTerms, TermsBook.Finish, ct);
        if (!isAgreed)
        {
            errors[""] = TermsBook.Changed;
        }

        if (errors.Count > 0)
        {
            return errors;
        }

        var user = accounts.Make(fullName, newcomer.Address, isConfirmed: true, newcomer.UserId);
        user.PasswordHash = password.Length > 0 ? hasher.HashPassword(user, password) : null;
        if (!await accounts.AddAsync(user, agreed, ct))
        {
            errors[""] = Taken;
            return errors;
        }

        proven.End();
        await accounts.WelcomeAsync(user, password.Length > 0 && needsPassword ? SignInMethods.Password : SignInMethods.Text, ct);
        return errors;
    }
}
