using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the shopper when a part waits for them, is on its way, has come, or will not come.</summary>
public sealed class TellOfOrderProgress(IMarketplaceDb db, Notifier notifier)
    : IReactTo<VendorOrderReady>, IReactTo<VendorOrderShipped>, IReactTo<VendorOrderDelivered>, IReactTo<VendorOrderCancelled>, IReactTo<VendorOrderFailed>, IReactTo<VendorOrderReturned>
{
    /// <summary>Of what a rider fetches, the next that the shopper needs to know is that it is on its way.</summary>
    public Task HandleAsync(VendorOrderReady happened, CancellationToken ct) => happened.Method == FulfilmentMethod.Delivery
        ? Task.CompletedTask
        : TellAsync(happened.OrderId, happened.VendorOrderId, "order-ready", (part, values) =>
        {
            values["street"] = part.VendorStreet;
            return ($"Ready to collect at {part.VendorName}", $"{part.VendorStreet}. Keep the PIN at hand: the counter asks for it.");
        }, ct);

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

        var wasPaid = await WasPaidAsync(happened.OrderId, ct);
        await TellAsync(happened.OrderId, happened.VendorOrderId, "order-cancelled", (part, values) =>
        {
            values["reason"] = happened.Reason;
            var refund = wasPaid ? $"We give back {happened.Total.ToWords()} to the account you paid with." : "You have paid nothing for it.";
            values["refund"] = refund;
            return ($"{part.VendorName} will not come", $"{happened.Reason} {refund}");
        }, ct);
    }

    public async Task HandleAsync(VendorOrderFailed happened, CancellationToken ct)
    {
        if (!await db.VendorOrders.IsStillFailedAsync(happened.VendorOrderId, ct))
        {
            return;
        }

        var wasPaid = await WasPaidAsync(happened.OrderId, ct);
        await TellAsync(happened.OrderId, happened.VendorOrderId, "order-failed", (part, values) =>
        {
            var refund = wasPaid ? $"As soon as the shop has it, we give back {part.Total.ToWords()}." : "You have paid nothing for it.";
            (values["reason"], values["refund"]) = (happened.Reason, refund);
            return ($"Not delivered from {part.VendorName}", $"{happened.Reason}. It goes back to the shop. {refund}");
        }, ct);
    }

    public async Task HandleAsync(VendorOrderReturned happened, CancellationToken ct)
    {
        var wasPaid = await WasPaidAsync(happened.OrderId, ct);
        await TellAsync(happened.OrderId, happened.VendorOrderId, "order-returned", (part, values) =>
        {
            var refund = wasPaid ? $"We give back {happened.Total.ToWords()} to the account you paid with." : "You have paid nothing for it.";
            values["refund"] = refund;
            return ($"{part.VendorName} has it back", $"It could not be delivered. {refund}");
        }, ct);
    }

    /// <summary>In cash a part is paid when it is handed over, and then it is over.</summary>
    private Task<bool> WasPaidAsync(OrderId order, CancellationToken ct) => db.Set<Payment>().AnyAsync(p => p.OrderId == order && p.State == PaymentState.Completed, ct);

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
