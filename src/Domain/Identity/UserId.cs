using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

/// <summary>A person's account; the subject of their tokens.</summary>
public readonly record struct UserId(Guid Value) : IId<UserId>
{
    public static UserId From(Guid value) => new(value);
}

[EventName("user.registered")]
public sealed record UserRegistered(UserId UserId, string Email, string FullName, DateTimeOffset At) : IDomainEvent;
