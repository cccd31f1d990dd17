using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Orders;

public static class OrderErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "order.not_found", "There is no such order.");
    public static Error WrongPin { get; } = new(ErrorKind.Conflict, "order.wrong_pin", "That is not the PIN of this order.", "pin");
    public static Error NotForPickup { get; } = new(ErrorKind.Conflict, "order.not_for_pickup", "This order goes out with a rider.");
    public static Error AlreadyPaid { get; } = new(ErrorKind.Conflict, "order.already_paid", "This order is paid. Nothing more is due.");
    public static Error PaymentOver { get; } = new(ErrorKind.Conflict, "order.payment_over", "The time to pay for this order is over. Nothing was charged. Your cart can be filled again.");
    public static Error CannotRate { get; } = new(ErrorKind.Conflict, "order.not_delivered", "You can rate what was delivered to you.");
    public static Error TooLateToCancel { get; } = new(ErrorKind.Conflict, "order.too_late_to_cancel", "The shop has begun to prepare this order, so it can no longer be cancelled here. Call the shop or our support.");

    public static Error NotPossible(VendorOrderState state, VendorOrderAction action) =>
        new(ErrorKind.Conflict, "order.not_possible", $"The order is {Words(state)}, so it cannot be {Words(action)}.");

    private static string Words(VendorOrderState state) => state switch
    {
        VendorOrderState.Pending => "waiting for payment",
        VendorOrderState.Confirmed => "waiting for the shop",
        VendorOrderState.Preparing => "being prepared",
        VendorOrderState.Ready => "ready",
        VendorOrderState.OutForDelivery => "on its way",
        VendorOrderState.Delivered => "delivered",
        VendorOrderState.Cancelled => "cancelled",
        VendorOrderState.Failed => "undelivered",
        VendorOrderState.Returned => "back at the shop",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static string Words(VendorOrderAction action) => action switch
    {
        VendorOrderAction.Confirm => "confirmed",
        VendorOrderAction.Accept => "accepted",
        VendorOrderAction.MakeReady => "marked ready",
        VendorOrderAction.Ship => "picked up",
        VendorOrderAction.Deliver => "delivered",
        VendorOrderAction.Cancel => "cancelled",
        VendorOrderAction.Fail => "marked undelivered",
        VendorOrderAction.Return => "returned",
        VendorOrderAction.Lose => "given up for lost",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
