using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>What is said aloud about new orders: on arrival, at 60 and at 15 seconds left, and never each second.</summary>
public sealed class Announcements
{
    private static readonly int[] Marks = [60, 15];
    private readonly HashSet<(Guid Order, int Mark)> _said = [];

    public static string Arrival(VendorOrderItem order, DateTimeOffset now) => order.AnswerBy is { } by && by > now
        ? $"New order from {order.CustomerName}, {Words.Money(order.Total)}. {Words.Duration(by - now)} to accept."
        : $"New order from {order.CustomerName}, {Words.Money(order.Total)}.";

    /// <summary>The reminder that is due now, if there is one that was not said yet.</summary>
    public string? Due(IReadOnlyList<VendorOrderItem> orders, DateTimeOffset now)
    {
        foreach (var order in orders.Where(o => OrderColumns.Of(o.State) == OrderColumn.New && o.AnswerBy > now))
        {
            var left = (int)Math.Ceiling((order.AnswerBy!.Value - now).TotalSeconds);
            foreach (var mark in Marks.Where(m => left <= m && left > m - 3))
            {
                if (_said.Add((order.Id, mark)))
                {
                    return $"{left} seconds left to accept the order from {order.CustomerName}.";
                }
            }
        }

        return null;
    }
}
