using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries.Shifts;

public sealed record ShiftPlanned(ShiftId ShiftId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Places, bool IsPublished, DateTimeOffset At) : IDomainEvent;

public sealed record ShiftPublished(ShiftId ShiftId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset At) : IDomainEvent;

public sealed record ShiftPlacesChanged(ShiftId ShiftId, int Places, DateTimeOffset At) : IDomainEvent;

public sealed record ShiftCancelled(ShiftId ShiftId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Reason, DateTimeOffset At) : IDomainEvent;

/// <summary>A rider has a place.</summary>
public sealed record ShiftTaken(ShiftId ShiftId, RiderId RiderId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, ShiftEntry How, DateTimeOffset At) : IDomainEvent;

/// <summary>A rider waits for a place.</summary>
public sealed record ShiftAwaited(ShiftId ShiftId, RiderId RiderId, DateTimeOffset At) : IDomainEvent;

/// <summary>A rider has a place no longer, or waits for one no longer.</summary>
/// <param name="Reason">What the dispatcher says of it, when they do.</param>
public sealed record ShiftLeft(
    ShiftId ShiftId, RiderId RiderId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool WasWaiting, ShiftExit Why, string? Reason, DateTimeOffset At) : IDomainEvent;

/// <summary>It begins soon, or has begun and its rider is offline.</summary>
public sealed record ShiftReminded(ShiftId ShiftId, RiderId RiderId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool HasBegun, DateTimeOffset At) : IDomainEvent;

public sealed record AvailabilitySaved(RiderId RiderId, DateTimeOffset At) : IDomainEvent;
