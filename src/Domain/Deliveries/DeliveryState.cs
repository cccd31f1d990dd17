namespace Marketplace.Domain.Deliveries;

public enum DeliveryState
{
    /// <summary>Nobody has it yet.</summary>
    Searching,

    /// <summary>One rider was asked and has not answered.</summary>
    Offered,
    Assigned,
    PickedUp,
    InTransit,
    Delivered,

    /// <summary>Could not be handed over; the rider still holds it.</summary>
    Failed,
    Returning,
    Returned,
    Cancelled,
}

public enum OfferAnswer
{
    /// <summary>No answer yet.</summary>
    Open,
    Accepted,
    Declined,
    TimedOut,

    /// <summary>Taken back: the order was cancelled, or the dispatcher gave it to somebody.</summary>
    Withdrawn,
}

public enum FailureReason
{
    NobodyHome,
    WrongAddress,
    Refused,
    Damaged,
    Other,
}
