using System.Diagnostics;
using System.Text.Json;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// Tells the marketplace, through its outbox, in the transaction of the change itself. Where the identity server has the
/// database to itself there is no outbox, and nobody to tell.
/// </summary>
internal sealed class UserEvents(IdentityDb db, TimeProvider clock)
{
    public Task RegisteredAsync(User user, CancellationToken ct) => TellAsync(user, "user.registered", "UserRegistered", ct);

    public Task UpdatedAsync(User user, CancellationToken ct) => TellAsync(user, "user.updated", "UserUpdated", ct);

    public Task SuspendedAsync(User user, CancellationToken ct) => TellOfAsync(user, "user.suspended", "UserSuspended", ct);

    public Task ReactivatedAsync(User user, CancellationToken ct) => TellOfAsync(user, "user.reactivated", "UserReactivated", ct);

    /// <summary>For the mail or the text alone: an event without a name is not for others to hear.</summary>
    public async Task CodeIssuedAsync(User user, string purpose, string recipient, string code, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (PhoneText.IsNumber(recipient))
        {
            var text = JsonSerializer.Serialize(new { number = recipient, purpose, code, expiresAt, at = now });
            await WriteAsync(user.Id, "", "SmsCodeIssued", text, now, ct);
            return;
        }

        var payload = JsonSerializer.Serialize(new { userId = user.Id, recipient, fullName = user.FullName, purpose, code, expiresAt, at = now });
        await WriteAsync(user.Id, "", "MailCodeIssued", payload, now, ct);
    }

    /// <param name="link">Opens the page on which its reader chooses what opens the account.</param>
    public async Task InvitedAsync(User user, string link, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new { userId = user.Id, recipient = user.Email, fullName = user.FullName, link, expiresAt, at = now });
        await WriteAsync(user.Id, "", "AccountInvited", payload, now, ct);
    }

    /// <summary>For who had this address until now, and may not know of it.</summary>
    /// <param name="undo">Opens the page that takes the change back.</param>
    public async Task AddressChangedAsync(User before, string old, string undo, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new { userId = before.Id, recipient = old, fullName = before.FullName, undo, expiresAt, at = now });
        await WriteAsync(before.Id, "", "AddressChanged", payload, now, ct);
    }

    /// <summary>For the owner alone too: who did not do it must hear of it.</summary>
    /// <param name="change">One of <see cref="KeyChange"/>.</param>
    /// <param name="recipient">Where to tell it, if not where the account is reached now.</param>
    public async Task KeysChangedAsync(User user, string change, CancellationToken ct, string? recipient = null)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new { userId = user.Id, recipient = recipient ?? user.Address, fullName = user.FullName, change, at = now });
        await WriteAsync(user.Id, "", "AccountKeysChanged", payload, now, ct);
    }

    /// <param name="device">What people call it.</param>
    public async Task NewDeviceAsync(User user, string device, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new { userId = user.Id, recipient = user.Address, fullName = user.FullName, device, at = now });
        await WriteAsync(user.Id, "", "SignedInOnNewDevice", payload, now, ct);
    }

    /// <param name="endsAt">At the latest.</param>
    public async Task ActingStartedAsync(User user, DateTimeOffset endsAt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new { userId = user.Id, recipient = user.Address, fullName = user.FullName, endsAt, at = now });
        await WriteAsync(user.Id, "", "ActingStarted", payload, now, ct);
    }

    /// <summary>For who reviews applications.</summary>
    public async Task AppReviewAskedAsync(Guid owner, string clientId, string name, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await WriteAsync(owner, "", "AppReviewAsked", JsonSerializer.Serialize(new { ownerId = owner, clientId, name, at = now }), now, ct);
    }

    /// <param name="refusal">Null when it is approved.</param>
    public async Task AppReviewedAsync(User owner, string clientId, string name, string? refusal, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new { ownerId = owner.Id, recipient = owner.Address, fullName = owner.FullName, clientId, name, refusal, at = now });
        await WriteAsync(owner.Id, "", "AppReviewed", payload, now, ct);
    }

    private async Task TellOfAsync(User user, string name, string type, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await WriteAsync(user.Id, name, type, JsonSerializer.Serialize(new { userId = user.Id, at = now }), now, ct);
    }

    private async Task TellAsync(User user, string name, string type, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await WriteAsync(user.Id, name, type, JsonSerializer.Serialize(new { userId = user.Id, email = user.Email, fullName = user.FullName, at = now }), now, ct);
    }

    /// <param name="type">The marketplace's record of the event.</param>
    private async Task WriteAsync(Guid streamId, string name, string type, string payload, DateTimeOffset now, CancellationToken ct)
    {
        var hasOutbox = (await db.Database.SqlQuery<bool>($"SELECT to_regclass('shared.outbox') IS NOT NULL AS \"Value\"").ToListAsync(ct)).Single();
        if (!hasOutbox)
        {
            return;
        }

        var (id, fullType, correlation) = (Guid.CreateVersion7(now), "Marketplace.Domain.Identity." + type, Activity.Current?.TraceId.ToString());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO shared.outbox (id, stream_id, name, type, payload, occurred_at, correlation_id)
            VALUES ({id}, {streamId}, {name}, {fullType}, {payload}::jsonb, {now}, {correlation});
            """, ct);
    }
}

/// <summary>What happened to the keys of an account, in the words of the marketplace's event.</summary>
internal static class KeyChange
{
    public const string Password = "password";
    public const string PasswordRequired = "password-required";
    public const string PasswordRemoved = "password-removed";
    public const string SecondFactorOn = "second-factor-on";
    public const string SecondFactorOff = "second-factor-off";
    public const string RecoveryCodes = "recovery-codes";
    public const string RecoveryCodeUsed = "recovery-code-used";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRemoved = "passkey-removed";

    public const string PhoneRemoved = "phone-removed";
    public const string ExternalAdded = "external-added";
    public const string ExternalRemoved = "external-removed";
    public const string AddressRestored = "address-restored";

    /// <summary>By an administrator: told where the account is reached from now on.</summary>
    public const string AddressCorrected = "address-corrected";

    /// <summary>By an administrator: told at an address that was never confirmed, and may be a stranger's.</summary>
    public const string AddressCorrectedAway = "address-corrected-away";
    public const string PhoneCorrected = "phone-corrected";

    /// <summary>A sign-in was ended: its refresh token came a second time.</summary>
    public const string SignInCopied = "sign-in-copied";

    /// <summary>An application of theirs may send people to an address that it had not before.</summary>
    public const string AppRedirects = "app-redirects";

    /// <summary>Nothing is changed: somebody has tried many passwords.</summary>
    public const string Guessed = "guessed";
}
