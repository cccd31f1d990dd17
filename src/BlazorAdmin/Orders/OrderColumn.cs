using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorAdmin.Orders;

public enum OrderColumn
{
    New,
    Packing,
    Ready,
    OnTheWay,

    /// <summary>Could not be delivered; its rider brings it back.</summary>
    ComingBack,
    Done,
}

internal static class OrderColumns
{
    public static readonly IReadOnlyList<(OrderColumn Column, string Title, string Empty)> Board =
    [
        (OrderColumn.New, "New", "No order is waiting. They appear here by themselves, with a sound."),
        (OrderColumn.Packing, "Packing", "Nothing to pack."),
        (OrderColumn.Ready, "Ready", "Nothing waits at the counter."),
        (OrderColumn.OnTheWay, "On the way", "No rider is under way for you."),
    ];

    /// <summary>Stands beside the others only while something comes back.</summary>
    public static readonly (OrderColumn Column, string Title, string Empty) Returns = (OrderColumn.ComingBack, "Coming back", "Nothing comes back.");

    public static IEnumerable<(OrderColumn Column, string Title, string Empty)> For(IEnumerable<VendorOrderItem> orders) =>
        orders.Any(o => Of(o.State) == OrderColumn.ComingBack) ? [.. Board, Returns] : Board;

    /// <summary>New ones newest first, so that the one just heard is on top; the others in the order in which they came.</summary>
    public static IReadOnlyList<VendorOrderItem> In(IEnumerable<VendorOrderItem> orders, OrderColumn column)
    {
        var here = orders.Where(o => Of(o.State) == column);
        return column == OrderColumn.New ? [.. here.OrderByDescending(o => o.PlacedAt)] : [.. here.OrderBy(o => o.PlacedAt)];
    }

    public static OrderColumn Of(string state) => state switch
    {
        VendorOrderStates.Pending or VendorOrderStates.Confirmed => OrderColumn.New,
        VendorOrderStates.Preparing => OrderColumn.Packing,
        VendorOrderStates.Ready => OrderColumn.Ready,
        VendorOrderStates.OutForDelivery => OrderColumn.OnTheWay,
        VendorOrderStates.Failed => OrderColumn.ComingBack,
        _ => OrderColumn.Done,
    };
}
