using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

/// <summary>A person's account; the subject of their tokens.</summary>
public readonly record struct UserId(Guid Value) : IId<UserId>
{
    public static UserId From(Guid value) => new(value);
}

/// <param name="Email">Null for who has a phone only.</param>
[EventName("user.registered")]
public sealed record UserRegistered(UserId UserId, string? Email, string FullName, DateTimeOffset At) : IDomainEvent;

[EventName("user.updated")]
public sealed record UserUpdated(UserId UserId, string? Email, string FullName, DateTimeOffset At) : IDomainEvent;

/// <summary>Nobody signs in to the account before it is reactivated.</summary>
[EventName("user.suspended")]
public sealed record UserSuspended(UserId UserId, DateTimeOffset At) : IDomainEvent;

[EventName("user.reactivated")]
public sealed record UserReactivated(UserId UserId, DateTimeOffset At) : IDomainEvent;

/// <summary>Six digits to be mailed, which prove that the mailbox is read. They are nobody else's business: the event has no name.</summary>
/// <param name="Purpose"><c>confirm</c>, <c>reset</c>, <c>change-from</c>, <c>change-to</c>, <c>enter</c>, <c>register</c>, or <c>register-known</c> where the address has an account.</param>
public sealed record MailCodeIssued(
    UserId UserId, string Recipient, string FullName, string Purpose, string Code, DateTimeOffset ExpiresAt, DateTimeOffset At) : IDomainEvent;

/// <summary>Six digits to be texted, which prove that a phone is held. Nobody else's business either.</summary>
/// <param name="Number">As E.164.</param>
/// <param name="Purpose"><c>enter</c>, <c>reset</c>, <c>phone-from</c> or <c>phone-to</c>.</param>
public sealed record SmsCodeIssued(string Number, string Purpose, string Code, DateTimeOffset ExpiresAt, DateTimeOffset At) : IDomainEvent;

/// <summary>What opens an account is another than before. Its owner is told, because it may have been somebody else; nobody else hears of it.</summary>
/// <param name="Recipient">A mail address; the phone's number, as E.164, where there is none.</param>
/// <param name="Change"><c>password</c>, <c>password-required</c>, <c>password-removed</c>, <c>second-factor-on</c>, <c>second-factor-off</c>, <c>recovery-codes</c>, <c>recovery-code-used</c>, <c>passkey-added</c>, <c>passkey-removed</c>, <c>phone-removed</c>, <c>external-added</c>, <c>external-removed</c>, <c>address-restored</c>, <c>sign-in-copied</c>, <c>app-redirects</c>, <c>guessed</c>, <c>address-corrected</c>, <c>address-corrected-away</c> or <c>phone-corrected</c>.</param>
public sealed record AccountKeysChanged(UserId UserId, string Recipient, string FullName, string Change, DateTimeOffset At) : IDomainEvent;

/// <summary>Somebody signed in in a browser that this account has not been signed in in before. For its owner alone.</summary>
/// <param name="Recipient">A mail address; the phone's number, as E.164, where there is none.</param>
/// <param name="Device">What people call it: "Firefox on Windows".</param>
public sealed record SignedInOnNewDevice(UserId UserId, string Recipient, string FullName, string Device, DateTimeOffset At) : IDomainEvent;

/// <summary>Somebody of support works in this person's place from now on. For the person alone.</summary>
/// <param name="Recipient">A mail address; the phone's number, as E.164, where there is none.</param>
/// <param name="EndsAt">At the latest.</param>
public sealed record ActingStarted(UserId UserId, string Recipient, string FullName, DateTimeOffset EndsAt, DateTimeOffset At) : IDomainEvent;

/// <summary>An administrator has opened an account for this person, who chooses what opens it. For the person alone.</summary>
/// <param name="Link">The page on which to choose. Whoever opens it can.</param>
public sealed record AccountInvited(UserId UserId, string Recipient, string FullName, string Link, DateTimeOffset ExpiresAt, DateTimeOffset At) : IDomainEvent;

/// <summary>An account has another mail address or phone than before. Told where it was reached until now, because it may have been somebody else.</summary>
/// <param name="Recipient">The old mail address, or the old number as E.164.</param>
/// <param name="Undo">The page that takes the change back. Whoever opens it can.</param>
public sealed record AddressChanged(UserId UserId, string Recipient, string FullName, string Undo, DateTimeOffset ExpiresAt, DateTimeOffset At) : IDomainEvent;
