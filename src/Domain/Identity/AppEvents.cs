using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

/// <summary>A developer wants an app to be open to everybody, and waits for who may say so.</summary>
public sealed record AppReviewAsked(UserId OwnerId, string ClientId, string Name, DateTimeOffset At) : IDomainEvent;

/// <summary>An app was looked at. For its developer alone.</summary>
/// <param name="Recipient">The developer's mail address.</param>
/// <param name="Refusal">Why it is refused; null when it is approved.</param>
public sealed record AppReviewed(UserId OwnerId, string Recipient, string FullName, string ClientId, string Name, string? Refusal, DateTimeOffset At) : IDomainEvent;
