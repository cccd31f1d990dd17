using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorAdmin.Orders;

public enum OrderColumn
{
    New,
    Packing,
    Ready,
    OnTheWay,
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
        _ => OrderColumn.Done,
    };
}
