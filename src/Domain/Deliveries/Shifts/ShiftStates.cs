using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries.Shifts;

public readonly record struct ShiftId(Guid Value) : IId<ShiftId>
{
    public static ShiftId From(Guid value) => new(value);
}

public enum ShiftState
{
    /// <summary>Only dispatchers see it.</summary>
    Draft,

    /// <summary>Riders see it and may take it.</summary>
    Published,
    Cancelled,
}

/// <summary>How a rider came to a place.</summary>
public enum ShiftEntry
{
    Took,

    /// <summary>Was first on the waitlist when a place became free.</summary>
    MovedUp,

    /// <summary>The dispatcher put them there.</summary>
    Assigned,
}

/// <summary>Why a rider is no longer in a shift.</summary>
public enum ShiftExit
{
    GaveBack,

    /// <summary>The dispatcher took them off.</summary>
    TakenOff,

    /// <summary>The shift does not take place.</summary>
    Cancelled,

    /// <summary>They may no longer ride.</summary>
    MayNotRide,
}
