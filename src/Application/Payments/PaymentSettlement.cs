using Marketplace.Application.Inventory;
using Marketplace.Application.Orders;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Application.Payments;

/// <summary>
/// The one place where an order is confirmed or fails by its payment. The webhook, the browser's return and the sweeper all
/// come here, in any order and as often as they like: the gateway is asked what is true, and the order's row lock lets one of
/// them act on it.
/// </summary>
public sealed partial class PaymentSettlement(
    IMarketplaceDb db, IPaymentGateway gateway, IOrderLocks locks, IStock stock, ISettings settings, TimeProvider clock, ILogger<PaymentSettlement> log) : IUseCasePart
{
    /// <summary>Settles every attempt of the order that the gateway has opened and we have not seen the end of.</summary>
    public async Task SettleOrderAsync(OrderId orderId, CancellationToken ct)
    {
        var payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.OrderId == orderId, ct);
        foreach (var attempt in payment?.Attempts.Where(a => a is { GatewayId: not null, State: AttemptState.Open or AttemptState.Failed }) ?? [])
        {
            await SettleAsync(attempt.GatewayId!, ct);
        }
    }

    /// <returns>False when the gateway's payment is not (yet) one of ours.</returns>
    public async Task<bool> SettleAsync(string gatewayId, CancellationToken ct)
    {
        if (await gateway.FindAsync(gatewayId, ct) is not { } told)
        {
            return false;
        }

        if (told.State == GatewayState.Open)
        {
            return true;
        }

        var orderId = await db.Payments.Where(p => p.Attempts.Any(a => a.Id == told.Reference)).Select(p => (OrderId?)p.OrderId).SingleOrDefaultAsync(ct);
        if (orderId is not { } id)
        {
            return false;
        }

        var rules = await settings.GetAsync(ct);
        await db.InTransactionAsync<Done>(async () =>
        {
            var order = await locks.LockAsync(id, ct);
            var payment = await db.Payments.SingleAsync(p => p.OrderId == id, ct);
            var now = clock.GetUtcNow();
            if (told.State == GatewayState.Failed)
            {
                payment.Fail(told.Reference, told.FailureReason ?? "The payment was declined", now);
                await db.SaveChangesAsync(ct);
                return new Done();
            }

            if (told.Amount != payment.Amount)
            {
                LogWrongAmount(payment.OrderNumber, told.GatewayId);
                return PaymentErrors.WrongAmount;
            }

            if (payment.Complete(told.Reference, isWanted: order!.State == OrderState.Pending, now) == Capture.Wanted)
            {
                order.Confirm(now, rules.AnswerTime);
                await stock.CommitAsync(order.Id, now, ct);
                foreach (var part in order.Parts.Where(p => p.State == VendorOrderState.Cancelled))
                {
                    payment.RefundPart(part.Id, part.Total, part.CancelReason ?? "Cancelled before payment", now);
                }
            }

            await db.SaveChangesAsync(ct);
            return new Done();
        }, ct);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "The gateway captured another amount than order {Number} costs (payment {GatewayId}); the order is not confirmed")]
    private partial void LogWrongAmount(string number, string gatewayId);
}

public static class PaymentErrors
{
    public static Error WrongAmount { get; } = new(ErrorKind.Conflict, "payment.wrong_amount", "The gateway captured another amount than the order costs.");
    public static Error GatewayAway { get; } = new(ErrorKind.Conflict, "payment.gateway_unavailable", "The payment service does not answer right now. Your order is kept and nothing was charged. Try again in a moment.");
    public static Error UnknownPayment { get; } = new(ErrorKind.NotFound, "payment.unknown", "There is no such payment here yet.");
    public static Error NotGenuine { get; } = new(ErrorKind.Invalid, "payment.webhook_not_genuine", "The signature or the time of this message is wrong.");
}
