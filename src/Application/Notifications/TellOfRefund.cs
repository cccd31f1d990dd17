using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the shopper that money goes back to them: how much, what for and which way.</summary>
public sealed class TellOfRefund(IMarketplaceDb db, Notifier notifier) : IReactTo<RefundProcessed>
{
    public async Task HandleAsync(RefundProcessed happened, CancellationToken ct)
    {
        var order = await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Id == happened.OrderId, ct);
        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.Id == happened.PaymentId, ct);
        var refund = payment.Refunds.Single(r => r.Id == happened.RefundId);
        var method = refund.Attempt is { } superfluous ? payment.Attempts.Single(a => a.Id == superfluous).Method : payment.Method;
        var (amount, way, reason) = (refund.Amount.ToWords(), WayOf(method), refund.Reason.TrimEnd('.'));
        await notifier.TellAsync(order.CustomerId, "payment", $"{amount} for {order.Number} given back", $"To {way}. {reason}.", $"/orders/{order.Number}", ct);
        var values = order.Values(notifier);
        (values["amount"], values["way"], values["reason"]) = (amount, way, reason);
        await notifier.MailAsync(order.CustomerId, "refund-paid", refund.Id.Value.ToString(), order.Contact.Email, values, ct);
        await db.SaveChangesAsync(ct);
    }

    private static string WayOf(PaymentMethod method) => method switch
    {
        PaymentMethod.Upi => "the UPI account that you paid with",
        PaymentMethod.Card => "the card that you paid with",
        PaymentMethod.Wallet => "the wallet that you paid with",
        _ => throw new InvalidOperationException($"Nothing paid as {method} goes back through a gateway."),
    };
}
