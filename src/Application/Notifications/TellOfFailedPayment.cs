using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the shopper that they were not charged and how to try again; by mail once for an order.</summary>
public sealed class TellOfFailedPayment(IMarketplaceDb db, Notifier notifier) : IReactTo<PaymentFailed>
{
    public async Task HandleAsync(PaymentFailed happened, CancellationToken ct)
    {
        var order = await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Id == happened.OrderId, ct);
        if (order is not { State: OrderState.Pending, PayBy: { } payBy })
        {
            return; // paid by another attempt meanwhile, or over
        }

        await notifier.TellAsync(
            order.CustomerId, "payment", $"The payment for {order.Number} did not work",
            $"{happened.Reason.TrimEnd('.')}. You have not been charged. Try again until {notifier.Time(payBy)}.", $"/orders/{order.Number}", ct);
        var values = order.Values(notifier);
        (values["reason"], values["payBy"]) = (happened.Reason.TrimEnd('.'), notifier.Time(payBy));
        await notifier.MailAsync(order.CustomerId, "payment-failed", order.Id.Value.ToString(), order.Contact.Email, values, ct);
        await db.SaveChangesAsync(ct);
    }
}
