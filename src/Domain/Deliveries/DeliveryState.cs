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

    /// <summary>Gone after it was picked up: neither the customer nor the shop has it.</summary>
    Lost,
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

/// <summary>How the dispatcher ends a ride whose rider cannot.</summary>
public enum DeliveryOutcome
{
    /// <summary>It is not handed over; its rider brings it back.</summary>
    TurnBack,

    /// <summary>The shop has it back, whoever brought it.</summary>
    AtShop,

    /// <summary>Nobody will bring it any more.</summary>
    Lost,
}

public enum FailureReason
{
    NobodyHome,
    WrongAddress,
    Refused,
    Damaged,
    Other,
}
