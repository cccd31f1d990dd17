using System.Security.Claims;
using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.ExternalSignIns;

/// <summary>What Google says of who sits in front of this browser.</summary>
internal sealed record ExternalPerson(string Subject, string? Email, bool IsVerified, string FullName);

internal enum ExternalEntry
{
    /// <summary>A second step may have to follow.</summary>
    SignedIn,

    /// <summary>The address has an account; its owner has to sign in to it first.</summary>
    Known,

    /// <summary>There is no address that Google has proved.</summary>
    Unverified,

    /// <summary>A new person, who was not shown the terms that hold.</summary>
    OtherTerms,
    SwitchedOff,
}

/// <summary>
/// Signs in by Google's word, once the account's owner has said so. A mail address alone links nothing: whoever has the account proves it
/// by signing in to it. A new person gets an account with the address that Google has proved.
/// </summary>
internal sealed class ExternalSignIn(
    IdentityDb db, IHttpContextAccessor accessor, AccountLookup accounts, NewAccounts newAccounts, SignInUser signIn, AccountKeys keys, BrowserSession browser, UserEvents events, TermsBook terms,
    TimeProvider clock, SecurityLog security)
{
    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    /// <returns>Null when nobody has come from Google in this browser, or too long ago.</returns>
    public async Task<ExternalPerson?> WaitingAsync()
    {
        if ((await Http.AuthenticateAsync(GoogleSignIn.Waiting)).Principal is not { } principal || principal.FindFirstValue(GoogleSignIn.Subject) is not { Length: > 0 and <= 255 } subject)
        {
            return null;
        }

        var email = principal.FindFirstValue(GoogleSignIn.Email);
        var isVerified = email is not null && EmailText.IsValid(email) && "true".Equals(principal.FindFirstValue(GoogleSignIn.IsVerified), StringComparison.OrdinalIgnoreCase);
        var name = principal.FindFirstValue(GoogleSignIn.FullName)?.Trim() ?? "";
        return new(subject, email, isVerified, NewAccounts.IsName(name) ? name : "Shopper");
    }

    public Task ForgetAsync() => Http.SignOutAsync(GoogleSignIn.Waiting);

    /// <param name="shownTerms">The version of the terms that stood beside the button.</param>
    public async Task<(ExternalEntry Entry, SignInOutcome? SignIn)> EnterAsync(ExternalPerson person, string? shownTerms, CancellationToken ct)
    {
        if (await db.UserLogins.AsNoTracking().SingleOrDefaultAsync(l => l.LoginProvider == GoogleSignIn.Scheme && l.ProviderKey == person.Subject, ct) is { } login)
        {
            await ForgetAsync();
            return await accounts.FindActiveAsync(login.UserId, ct) is { User: var user }
                ? (ExternalEntry.SignedIn, await signIn.ContinueAsync(user, SignInMethods.External, ct))
                : (ExternalEntry.SwitchedOff, null);
        }

        if (!person.IsVerified)
        {
            await ForgetAsync();
            return (ExternalEntry.Unverified, null);
        }

        var (isAgreed, agreed) = await terms.ReadAsync(shownTerms, TermsBook.External, ct);
        if (!isAgreed)
        {
            await ForgetAsync();
            return (ExternalEntry.OtherTerms, null);
        }

        var newcomer = newAccounts.Make(person.FullName, person.Email!, isConfirmed: true);
        if (!await newAccounts.AddAsync(newcomer, agreed, ct, _ => Link(newcomer.Id, person)))
        {
            return (ExternalEntry.Known, null);
        }

        await ForgetAsync();
        await newAccounts.WelcomeAsync(newcomer, SignInMethods.External, ct);
        return (ExternalEntry.SignedIn, new(true));
    }

    /// <returns>False when it opens another account already.</returns>
    public async Task<bool> LinkAsync(User user, Session session, ExternalPerson person, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            Link(user.Id, person);
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }

        await ChangedAsync(user, session, KeyChange.ExternalAdded, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <returns>False when it is the only key of the account, or not there.</returns>
    public async Task<bool> UnlinkAsync(User user, Session session, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await keys.CountLockedAsync(user.Id, ct) < 2
            || await db.UserLogins.Where(l => l.UserId == user.Id && l.LoginProvider == GoogleSignIn.Scheme).ExecuteDeleteAsync(ct) == 0
            || await keys.CountLockedAsync(user.Id, ct) == 0)
        {
            return false;
        }

        await ChangedAsync(user, session, KeyChange.ExternalRemoved, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public Task<bool> IsLinkedAsync(Guid userId, CancellationToken ct) => db.UserLogins.AnyAsync(l => l.UserId == userId && l.LoginProvider == GoogleSignIn.Scheme, ct);

    private void Link(Guid userId, ExternalPerson person)
    {
        var login = new IdentityUserLogin<Guid> { UserId = userId, LoginProvider = GoogleSignIn.Scheme, ProviderKey = person.Subject, ProviderDisplayName = GoogleSignIn.Name };
        db.UserLogins.Add(login);
        db.Entry(login).Property("LinkedAt").CurrentValue = clock.GetUtcNow();
    }

    private async Task ChangedAsync(User user, Session session, string change, CancellationToken ct)
    {
        await browser.EndAllOfAsync(user.Id, session.Id, "external_changed", ct);
        await events.KeysChangedAsync(user, change, ct);
        security.Tell(SecurityEvent.KeysChanged, user.Id, change);
    }
}
