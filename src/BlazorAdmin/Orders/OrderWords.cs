using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>States, reasons and methods as the portal says them.</summary>
internal static class OrderWords
{
    /// <summary>What a shop may give as a reason, and how it reads to the shopper.</summary>
    public static readonly IReadOnlyList<(string Code, string Text, string Explanation)> Reasons =
    [
        ("OUT_OF_STOCK", "Something is sold out", "The shopper gets everything back at once."),
        ("TOO_BUSY", "Too busy just now", "Consider a longer packing time, or switch off taking orders for a while."),
        ("CLOSING", "Closing early", "Switch off taking orders, so that no more come in."),
        ("CANNOT_DELIVER", "Cannot be delivered", "For example it is too large for a rider."),
        ("OTHER", "Something else", "Say it in a few words; the shopper reads it."),
    ];

    public static string Late(VendorOrderItem order, DateTimeOffset now) =>
        order.ReadyBy is { } by && now > by ? $"{Words.Duration(now - by)} late" : "Late";

    public static (Tone Tone, string Text) Part(string state) => state switch
    {
        VendorOrderStates.Pending => (Tone.Neutral, "Waits for payment"),
        VendorOrderStates.Confirmed => (Tone.Live, "New"),
        VendorOrderStates.Preparing => (Tone.Action, "Packing"),
        VendorOrderStates.Ready => (Tone.Action, "Ready"),
        VendorOrderStates.OutForDelivery => (Tone.Live, "On the way"),
        VendorOrderStates.Delivered => (Tone.Success, "Delivered"),
        VendorOrderStates.Cancelled => (Tone.Neutral, "Cancelled"),
        VendorOrderStates.Failed => (Tone.Danger, "Failed"),
        VendorOrderStates.Returned => (Tone.Neutral, "Returned"),
        _ => (Tone.Neutral, Plain(state)),
    };

    public static (Tone Tone, string Text) Whole(string state) => state switch
    {
        OrderStates.Pending => (Tone.Neutral, "Waits for payment"),
        OrderStates.Confirmed => (Tone.Live, "Placed"),
        OrderStates.Preparing => (Tone.Action, "Packing"),
        OrderStates.OutForDelivery => (Tone.Live, "On the way"),
        OrderStates.PartiallyDelivered => (Tone.Action, "Partly delivered"),
        OrderStates.Delivered => (Tone.Success, "Delivered"),
        OrderStates.PartiallyCancelled => (Tone.Action, "Partly cancelled"),
        OrderStates.Cancelled => (Tone.Neutral, "Cancelled"),
        OrderStates.Failed => (Tone.Danger, "Failed"),
        OrderStates.Returned => (Tone.Neutral, "Returned"),
        _ => (Tone.Neutral, Plain(state)),
    };

    public static string Delivery(string? state) => state switch
    {
        DeliveryStates.Searching => "No rider yet",
        DeliveryStates.Offered => "Offered",
        DeliveryStates.Assigned => "Comes to the shop",
        DeliveryStates.PickedUp => "Picked up",
        DeliveryStates.InTransit => "Riding",
        DeliveryStates.Delivered => "Delivered",
        DeliveryStates.Failed => "Not delivered",
        DeliveryStates.Returning => "Coming back",
        DeliveryStates.Returned => "Returned",
        DeliveryStates.Cancelled => "Cancelled",
        DeliveryStates.Lost => "Lost",
        null => "On the way",
        _ => Plain(state),
    };

    public static Tone DeliveryTone(string state) => state switch
    {
        DeliveryStates.Searching or DeliveryStates.Failed or DeliveryStates.Lost => Tone.Danger,
        DeliveryStates.Offered => Tone.Live,
        DeliveryStates.Delivered => Tone.Success,
        DeliveryStates.Cancelled or DeliveryStates.Returned => Tone.Neutral,
        _ => Tone.Action,
    };

    public static string Method(string method) => method switch
    {
        PaymentMethods.Cash => "Cash on delivery",
        PaymentMethods.Upi => "UPI",
        PaymentMethods.Card => "Card",
        PaymentMethods.Wallet => "Wallet",
        _ => Plain(method),
    };

    public static (Tone Tone, string Text) Payment(string state) => state switch
    {
        "INITIATED" => (Tone.Neutral, "Not paid yet"),
        "COMPLETED" => (Tone.Success, "Paid"),
        "FAILED" => (Tone.Danger, "Failed"),
        "EXPIRED" => (Tone.Neutral, "Expired"),
        "CASH_DUE" => (Tone.Action, "Cash due"),
        "CASH_COLLECTED" => (Tone.Success, "Cash collected"),
        "CANCELLED" => (Tone.Neutral, "Nothing due"),
        "REFUNDED" => (Tone.Neutral, "Refunded"),
        _ => (Tone.Neutral, Plain(state)),
    };

    /// <summary>"SOME_CODE" as "Some code", for codes that this version does not know.</summary>
    public static string Plain(string code)
    {
        var text = code.Replace('_', ' ').ToLowerInvariant();
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
