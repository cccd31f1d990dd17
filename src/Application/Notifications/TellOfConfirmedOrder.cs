using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Confirms an order to the shopper, with every amount.</summary>
public sealed class TellOfConfirmedOrder(IMarketplaceDb db, Notifier notifier) : IReactTo<OrderConfirmed>
{
    public async Task HandleAsync(OrderConfirmed happened, CancellationToken ct)
    {
        var order = await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Id == happened.OrderId, ct);
        var shops = order.Parts.Count == 1 ? order.Parts[0].VendorName : $"{order.Parts.Count} shops";
        await notifier.TellAsync(
            order.CustomerId, "order_confirmation", $"Order {order.Number} is confirmed",
            $"{order.Total.ToWords()} from {shops}. They have been told.", $"/orders/{order.Number}", ct);
        await notifier.MailAsync(order.CustomerId, "order-confirmation", order.Id.Value.ToString(), order.Contact.Email, order.Values(notifier), ct);
        await db.SaveChangesAsync(ct);
    }
}
