namespace Marketplace.Domain.Orders;

/// <summary>The steps that one shop's part can take.</summary>
public enum VendorOrderAction
{
    Confirm,
    Accept,
    MakeReady,
    Ship,
    Deliver,
    Cancel,
    Fail,
    Return,

    /// <summary>Give it up: it was picked up, and nobody has it any more.</summary>
    Lose,
}

/// <summary>The life cycle of a part, and how the order's state follows from its parts.</summary>
public static class OrderProgress
{
    /// <summary>The state after the action, or null when the action is not possible in this state.</summary>
    public static VendorOrderState? After(VendorOrderState state, VendorOrderAction action) => (state, action) switch
    {
        (VendorOrderState.Pending, VendorOrderAction.Confirm) => VendorOrderState.Confirmed,
        (VendorOrderState.Confirmed, VendorOrderAction.Accept) => VendorOrderState.Preparing,
        (VendorOrderState.Preparing, VendorOrderAction.MakeReady) => VendorOrderState.Ready,
        (VendorOrderState.Preparing or VendorOrderState.Ready, VendorOrderAction.Ship) => VendorOrderState.OutForDelivery,
        (VendorOrderState.Ready or VendorOrderState.OutForDelivery, VendorOrderAction.Deliver) => VendorOrderState.Delivered,
        (VendorOrderState.Pending or VendorOrderState.Confirmed or VendorOrderState.Preparing or VendorOrderState.Ready, VendorOrderAction.Cancel) => VendorOrderState.Cancelled,
        (VendorOrderState.OutForDelivery, VendorOrderAction.Fail) => VendorOrderState.Failed,
        (VendorOrderState.Failed, VendorOrderAction.Return) => VendorOrderState.Returned,
        (VendorOrderState.Failed, VendorOrderAction.Lose) => VendorOrderState.Cancelled,
        _ => null,
    };

    public static bool IsEnded(VendorOrderState state) =>
        state is VendorOrderState.Delivered or VendorOrderState.Cancelled or VendorOrderState.Failed or VendorOrderState.Returned;

    /// <summary>
    /// The furthest open part names the order. When all have ended: delivered if all were, partially cancelled if only some were;
    /// without any delivered part returned, failed or cancelled.
    /// </summary>
    public static OrderState Of(IReadOnlyCollection<VendorOrderState> parts)
    {
        bool Any(VendorOrderState state) => parts.Contains(state);

        if (parts.All(IsEnded))
        {
            return parts.All(p => p == VendorOrderState.Delivered) ? OrderState.Delivered
                : Any(VendorOrderState.Delivered) ? OrderState.PartiallyCancelled
                : Any(VendorOrderState.Failed) ? OrderState.Failed
                : Any(VendorOrderState.Returned) ? OrderState.Returned
                : OrderState.Cancelled;
        }

        return Any(VendorOrderState.Delivered) ? OrderState.PartiallyDelivered
            : Any(VendorOrderState.OutForDelivery) ? OrderState.OutForDelivery
            : Any(VendorOrderState.Preparing) || Any(VendorOrderState.Ready) ? OrderState.Preparing
            : Any(VendorOrderState.Confirmed) ? OrderState.Confirmed
            : OrderState.Pending;
    }
}
