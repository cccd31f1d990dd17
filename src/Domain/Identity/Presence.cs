using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

/// <summary>Whether somebody is here, and when they were here last. There is one only for who lets it be seen.</summary>
public sealed class Presence : AggregateRoot
{
    private Presence() { } // EF Core

    public override Guid StreamId => UserId.Value;
    public UserId UserId { get; private init; }
    public bool IsOnline { get; private set; }

    /// <summary>While the person is here: since when.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    public static Presence Of(UserId user) => new() { UserId = user };

    public void Come(DateTimeOffset now)
    {
        if (!IsOnline)
        {
            (IsOnline, SeenAt) = (true, now);
            Raise(new PersonCameOnline(UserId, now));
        }
    }

    /// <param name="seenAt">When the last of their pages was heard of.</param>
    public void Go(DateTimeOffset seenAt, DateTimeOffset now)
    {
        if (IsOnline)
        {
            (IsOnline, SeenAt) = (false, seenAt);
            Raise(new PersonWentOffline(UserId, seenAt, now));
        }
    }
}

/// <summary>
/// Says that a person has a page open at one node, until a deadline. There is one for each node and not for each page, and nothing is
/// counted: a node that dies takes nothing back, and need not.
/// </summary>
public sealed class PresenceLease
{
    public const int NodeMaxLength = 32;

    private PresenceLease() { } // EF Core

    public UserId UserId { get; private init; }
    public string Node { get; private init; } = "";
    public DateTimeOffset SeenAt { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }
}

[EventName("user.online")]
public sealed record PersonCameOnline(UserId UserId, DateTimeOffset At) : IDomainEvent;

[EventName("user.offline")]
public sealed record PersonWentOffline(UserId UserId, DateTimeOffset SeenAt, DateTimeOffset At) : IDomainEvent;
