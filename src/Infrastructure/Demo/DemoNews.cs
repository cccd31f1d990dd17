using System.Globalization;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Vendors;

namespace Marketplace.Infrastructure.Demo;

/// <summary>What shoppers and shops were told in the last two days, in the words in which the marketplace tells it.</summary>
internal sealed class DemoNews(DemoShelves shelves, SeededIds ids, TimeZoneInfo zone, DateTimeOffset now)
{
    private readonly Dictionary<VendorId, Vendor> _vendors = shelves.Vendors.ToDictionary(v => v.Id);

    public IEnumerable<Notification> Of(IEnumerable<Order> orders) =>
        orders.Where(o => o.PlacedAt > now.AddDays(-2)).SelectMany(o => ToShopper(o).Concat(ToShops(o)));

    private static IEnumerable<Notification> ToShopper(Order order)
    {
        if (order.CustomerId is not { } shopper)
        {
            yield break;
        }

        var link = $"/orders/{order.Number}";
        if (order.History.FirstOrDefault(h => h.State == VendorOrderState.Confirmed) is { } confirmed)
        {
            var shops = order.Parts.Count == 1 ? order.Parts[0].VendorName : $"{order.Parts.Count} shops";
            yield return Notification.Tell(
                shopper, "order_confirmation", $"Order {order.Number} is confirmed", $"{order.Total.ToWords()} from {shops}. They have been told.", link, confirmed.At);
        }

        foreach (var step in order.History)
        {
            var part = order.Find(step.VendorOrderId)!;
            if (Describe(order, part, step.State) is var (title, message))
            {
                yield return Notification.Tell(shopper, "order_status", title, message, link, step.At);
            }
        }
    }

    private static (string Title, string Message)? Describe(Order order, VendorOrder part, VendorOrderState state) => state switch
    {
        VendorOrderState.OutForDelivery => ($"On its way from {part.VendorName}", "Keep the PIN at hand: the rider asks for it."),
        VendorOrderState.Delivered => ($"Delivered from {part.VendorName}", "How was it? Rate what you bought."),
        VendorOrderState.Cancelled when part.CancelCause != CancelCause.Unpaid => (
            $"{part.VendorName} will not come",
            $"{part.CancelReason} {(order.PaymentMethod == PaymentMethod.CashOnDelivery ? "You have paid nothing for it." : $"We give back {part.Total.ToWords()} to the account you paid with.")}"),
        _ => null,
    };

    private IEnumerable<Notification> ToShops(Order order) =>
        from step in order.History
        where step.State == VendorOrderState.Confirmed
        let part = order.Find(step.VendorOrderId)!
        let items = part.Lines.Sum(l => l.Quantity)
        from member in _vendors[part.VendorId].MembersWho(VendorRight.WorkOrders)
        select Notification.Tell(
            member.UserId, "new_order", $"New order {order.Number}",
            $"{items} {(items == 1 ? "item" : "items")}, {part.Goods.ToWords()}. Answer by {Time(part.AnswerBy ?? step.At + shelves.Settings.AnswerTime)}.",
            $"/vendor/orders/{ids[part.Id.Value]}", step.At);

    private string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("h:mm tt", CultureInfo.InvariantCulture).ToLowerInvariant();
}
