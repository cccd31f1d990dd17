using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

/// <summary>A person's account; the subject of their tokens.</summary>
public readonly record struct UserId(Guid Value) : IId<UserId>
{
    public static UserId From(Guid value) => new(value);
}

[EventName("user.registered")]
public sealed record UserRegistered(UserId UserId, string Email, string FullName, DateTimeOffset At) : IDomainEvent;

[EventName("user.updated")]
public sealed record UserUpdated(UserId UserId, string Email, string FullName, DateTimeOffset At) : IDomainEvent;

/// <summary>Six digits to be mailed, which prove that the mailbox is read. They are nobody else's business: the event has no name.</summary>
/// <param name="Purpose"><c>confirm</c>, <c>reset</c>, <c>change-from</c> or <c>change-to</c>.</param>
public sealed record MailCodeIssued(
    UserId UserId, string Recipient, string FullName, string Purpose, string Code, DateTimeOffset ExpiresAt, DateTimeOffset At) : IDomainEvent;

/// <summary>What opens an account is another than before. Its owner is told by mail, because it may have been somebody else; nobody else hears of it.</summary>
/// <param name="Change"><c>password</c>, <c>password-removed</c>, <c>second-factor-on</c>, <c>second-factor-off</c>, <c>recovery-codes</c>, <c>recovery-code-used</c>, <c>passkey-added</c>, <c>passkey-removed</c> or <c>guessed</c>.</param>
public sealed record AccountKeysChanged(UserId UserId, string Recipient, string FullName, string Change, DateTimeOffset At) : IDomainEvent;

/// <summary>Somebody signed in in a browser that this account has not been signed in in before. For its owner's mailbox alone.</summary>
/// <param name="Device">What people call it: "Firefox on Windows".</param>
public sealed record SignedInOnNewDevice(UserId UserId, string Recipient, string FullName, string Device, DateTimeOffset At) : IDomainEvent;
