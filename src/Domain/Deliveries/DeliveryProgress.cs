namespace Marketplace.Domain.Deliveries;

/// <summary>The steps that a delivery can take.</summary>
public enum DeliveryAction
{
    /// <summary>Ask a rider.</summary>
    Offer,

    /// <summary>Nobody of those asked took it, or who did may no longer ride.</summary>
    SearchOn,

    /// <summary>A rider took it, or the dispatcher gave it to one.</summary>
    Assign,
    PickUp,

    /// <summary>Ride to the customer, or after a failure back to the shop.</summary>
    Start,
    Deliver,
    Fail,

    /// <summary>Give it back to the shop.</summary>
    Return,
    Cancel,

    /// <summary>Another rider takes over what was picked up.</summary>
    PassOn,

    /// <summary>Give it up for lost.</summary>
    Lose,
}

/// <summary>The life cycle of a delivery.</summary>
public static class DeliveryProgress
{
    /// <summary>States in which a rider is taken up by the delivery. The database's index on active deliveries names the same.</summary>
    public static IReadOnlyList<DeliveryState> Active { get; } =
        [DeliveryState.Assigned, DeliveryState.PickedUp, DeliveryState.InTransit, DeliveryState.Failed, DeliveryState.Returning];

    /// <summary>States in which the rider holds the parcel. Each has a way out that does not need this rider.</summary>
    public static IReadOnlyList<DeliveryState> Held { get; } = [DeliveryState.PickedUp, DeliveryState.InTransit, DeliveryState.Failed, DeliveryState.Returning];

    public static IReadOnlyList<DeliveryState> Ended { get; } = [DeliveryState.Delivered, DeliveryState.Returned, DeliveryState.Cancelled, DeliveryState.Lost];

    /// <summary>How a ride ends for the rider who held the parcel.</summary>
    public static IReadOnlyList<DeliveryState> Finished { get; } = [DeliveryState.Delivered, DeliveryState.Returned, DeliveryState.Lost];

    /// <summary>The state after the action, or null when the action is not possible in this state.</summary>
    public static DeliveryState? After(DeliveryState state, DeliveryAction action) => (state, action) switch
    {
        (DeliveryState.Searching or DeliveryState.Offered, DeliveryAction.Offer) => DeliveryState.Offered,
        (DeliveryState.Offered or DeliveryState.Assigned, DeliveryAction.SearchOn) => DeliveryState.Searching,
        (DeliveryState.Searching or DeliveryState.Offered or DeliveryState.Assigned, DeliveryAction.Assign) => DeliveryState.Assigned,
        (DeliveryState.Assigned, DeliveryAction.PickUp) => DeliveryState.PickedUp,
        (DeliveryState.PickedUp, DeliveryAction.Start) => DeliveryState.InTransit,
        (DeliveryState.InTransit, DeliveryAction.Deliver) => DeliveryState.Delivered,
        (DeliveryState.PickedUp or DeliveryState.InTransit, DeliveryAction.Fail) => DeliveryState.Failed,
        (DeliveryState.Failed, DeliveryAction.Start) => DeliveryState.Returning,
        (DeliveryState.Failed or DeliveryState.Returning, DeliveryAction.Return) => DeliveryState.Returned,
        (DeliveryState.Failed or DeliveryState.Returning, DeliveryAction.Lose) => DeliveryState.Lost,
        (DeliveryState.Searching or DeliveryState.Offered or DeliveryState.Assigned, DeliveryAction.Cancel) => DeliveryState.Cancelled,
        (DeliveryState.PickedUp or DeliveryState.InTransit or DeliveryState.Failed or DeliveryState.Returning, DeliveryAction.PassOn) => state,
        _ => null,
    };
}
