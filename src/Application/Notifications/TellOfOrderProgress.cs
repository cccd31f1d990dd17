using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the shopper when a part is on its way, has come, or will not come.</summary>
public sealed class TellOfOrderProgress(IMarketplaceDb db, Notifier notifier)
    : IReactTo<VendorOrderShipped>, IReactTo<VendorOrderDelivered>, IReactTo<VendorOrderCancelled>
{
    public Task HandleAsync(VendorOrderShipped happened, CancellationToken ct) => TellAsync(happened.OrderId, happened.VendorOrderId, "order-shipped", (part, values) =>
    {
        var isKnown = part.ArrivesFrom > happened.At || part.ArrivesTo > happened.At;
        values["window"] = isKnown ? $" and arrives between {notifier.Time(part.ArrivesFrom)} and {notifier.Time(part.ArrivesTo)}" : "";
        return ($"On its way from {part.VendorName}", "Keep the PIN at hand: the rider asks for it.");
    }, ct);

    public Task HandleAsync(VendorOrderDelivered happened, CancellationToken ct) => TellAsync(
        happened.OrderId, happened.VendorOrderId, "order-delivered", (part, _) => ($"Delivered from {part.VendorName}", "How was it? Rate what you bought."), ct);

    public async Task HandleAsync(VendorOrderCancelled happened, CancellationToken ct)
    {
        if (happened.Cause == CancelCause.Unpaid)
        {
            return; // it never was a promise; the failed payment was told
        }

        var wasPaid = await db.Set<Payment>().AnyAsync(p => p.OrderId == happened.OrderId && p.State == PaymentState.Completed, ct);
        await TellAsync(happened.OrderId, happened.VendorOrderId, "order-cancelled", (part, values) =>
        {
            values["reason"] = happened.Reason;
            var refund = wasPaid ? $"We give back {happened.Total.ToWords()} to the account you paid with." : "You have paid nothing for it.";
            values["refund"] = refund;
            return ($"{part.VendorName} will not come", $"{happened.Reason} {refund}");
        }, ct);
    }

    private async Task TellAsync(
        OrderId orderId, VendorOrderId partId, string template, Func<VendorOrder, Dictionary<string, object>, (string Title, string Message)> describe, CancellationToken ct)
    {
        var order = await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Id == orderId, ct);
        var part = order.Parts.Single(p => p.Id == partId);
        var values = order.Values(notifier);
        values["shop"] = part.VendorName;
        var (title, message) = describe(part, values);
        await notifier.TellAsync(order.CustomerId, "order_status", title, message, $"/orders/{order.Number}", ct);
        await notifier.MailAsync(order.CustomerId, template, part.Id.Value.ToString(), order.Contact.Email, values, ct);
        await db.SaveChangesAsync(ct);
    }
}
