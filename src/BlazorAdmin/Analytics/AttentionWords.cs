namespace Marketplace.BlazorAdmin.Analytics;

/// <summary>How each kind of thing that needs a person looks, and what to do about it.</summary>
internal static class AttentionWords
{
    public static bool IsUrgent(string kind) => kind is "refund_failed" or "refund_waiting" or "event_failed" or "payment_stuck" or "order_late";

    public static string Icon(string kind) => kind switch
    {
        "vendor_pending" => "store",
        "application_waiting" => "user-plus",
        "delivery_unassigned" => "bike",
        "order_late" => "clock-alert",
        _ => "circle-alert",
    };

    public static string Do(string kind) => kind switch
    {
        "vendor_pending" or "application_waiting" => "Look at it",
        "delivery_unassigned" => "Open dispatch",
        _ => "Open",
    };
}
