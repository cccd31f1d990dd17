using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Domain.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Application.Payments;

/// <summary>Pays requested refunds through the gateway: the call first, with the refund's id as its key, then the note of it.</summary>
public sealed partial class PayRefundsHandler(IMarketplaceDb db, IPaymentGateway gateway, TimeProvider clock, ILogger<PayRefundsHandler> log) : IHandler
{
    private const int Batch = 20;

    /// <returns>How many were paid.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var waiting = await db.Payments.AsNoTracking().Where(p => p.Refunds.Any(r => r.State == RefundState.Requested)).OrderBy(p => p.CreatedAt).Take(Batch).ToListAsync(ct);
        var paid = 0;
        foreach (var seen in waiting)
        {
            foreach (var refund in seen.Refunds.Where(r => r.State == RefundState.Requested))
            {
                var attempt = refund.Attempt is { } superfluous
                    ? seen.Attempts.Single(a => a.Id == superfluous)
                    : seen.Attempts.First(a => a.State == AttemptState.Captured && seen.Refunds.All(r => r.Attempt != a.Id));
                try
                {
                    var gatewayRefundId = await gateway.RefundAsync(attempt.GatewayId!, refund.Amount, refund.Id, ct);
                    var payment = await db.Payments.SingleAsync(p => p.Id == seen.Id, ct);
                    payment.RefundPaid(refund.Id, gatewayRefundId, clock.GetUtcNow());
                    await db.SaveChangesAsync(ct);
                    paid++;
                }
                catch (HttpRequestException away)
                {
                    LogAway(away, seen.OrderNumber);
                }
            }
        }

        return paid;
    }

    [LoggerMessage(LogLevel.Warning, "The refund of order {Number} was not taken by the gateway and will be tried again")]
    private partial void LogAway(Exception exception, string number);
}
