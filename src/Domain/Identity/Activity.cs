using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Identity;

public readonly record struct ActivityId(Guid Value) : IId<ActivityId>
{
    public static ActivityId From(Guid value) => new(value);
}

public enum ActivityKind
{
    FollowedShop,
}

/// <summary>Something that a person did and lets others hear of. It is told for as long as it is true.</summary>
public sealed class Activity : AggregateRoot
{
    /// <summary>Who does the same thing again within it has done it once.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromDays(1);

    /// <summary>What is older is no news any more.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private Activity() { } // EF Core

    public override Guid StreamId => UserId.Value;
    public ActivityId Id { get; private init; }
    public UserId UserId { get; private init; }
    public ActivityKind Kind { get; private init; }
    public VendorId VendorId { get; private init; }
    public DateTimeOffset At { get; private set; }

    public static Activity Of(UserId user, ActivityKind kind, VendorId vendor, DateTimeOffset now)
    {
        var activity = new Activity { Id = ActivityId.New(), UserId = user, Kind = kind, VendorId = vendor };
        activity.Tell(now);
        return activity;
    }

    /// <summary>The person did it once more.</summary>
    public void Repeat(DateTimeOffset now)
    {
        if (now - At >= Quiet)
        {
            Tell(now);
        }
    }

    private void Tell(DateTimeOffset now)
    {
        At = now;
        Raise(new PersonDidSomething(UserId, Id, Kind, VendorId, now));
    }
}

[EventName("user.activity")]
public sealed record PersonDidSomething(UserId UserId, ActivityId ActivityId, ActivityKind Kind, VendorId VendorId, DateTimeOffset At) : IDomainEvent;
