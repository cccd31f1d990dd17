using Marketplace.Application.Payments;
using Marketplace.Application.Shared;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

/// <summary>
/// What time does to orders: asks the gateway about payments that nobody told us of, gives up what was not paid, rejects what no
/// shop answered, and ends guests' forgotten carts. Several nodes may sweep at once; each step takes the order's lock and looks again.
/// </summary>
public sealed class SweepOrdersHandler(IMarketplaceDb db, PaymentSettlement payments, OrderSteps orders, TimeProvider clock) : IHandler
{
    private const int Batch = 50;

    /// <summary>How long the gateway has to tell us by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long somebody may still pay, on a page that stayed open, for an order that was given up.</summary>
    private static readonly TimeSpan Afterlife = TimeSpan.FromHours(2);

    public async Task AskAboutPaymentsAsync(CancellationToken ct)
    {
        var (before, since) = (clock.GetUtcNow() - Patience, clock.GetUtcNow() - Afterlife);
        var open = await db.Payments.Where(p => p.CreatedAt < before && p.Attempts.Any(a => a.State == AttemptState.Open)
                && (p.State == PaymentState.Initiated || (p.State == PaymentState.Expired && p.CreatedAt > since)))
            .OrderBy(p => p.State == PaymentState.Expired).ThenBy(p => p.CreatedAt).Select(p => p.OrderId).Take(Batch).ToListAsync(ct);
        foreach (var order in open)
        {
            await payments.SettleOrderAsync(order, ct);
        }
    }

    public async Task ExpireUnpaidAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var late = await db.Orders.IgnoreAutoIncludes().Where(o => o.PayBy < now).OrderBy(o => o.PayBy).Select(o => o.Id).Take(Batch).ToListAsync(ct);
        foreach (var order in late)
        {
            await payments.SettleOrderAsync(order, ct); // the last word is the gateway's
            await orders.ExpireUnpaidAsync(order, ct);
        }
    }

    public async Task RejectUnansweredAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var late = await db.VendorOrders.IgnoreAutoIncludes().Where(p => p.AnswerBy < now && p.State == VendorOrderState.Confirmed)
            .OrderBy(p => p.AnswerBy).Select(p => p.Id).Take(Batch).ToListAsync(ct);
        foreach (var part in late)
        {
            await orders.CancelUnansweredAsync(part, ct);
        }
    }

    public async Task EndForgottenCartsAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var forgotten = await db.Carts.Where(c => c.ExpiresAt < now).OrderBy(c => c.ExpiresAt).Take(Batch).ToListAsync(ct);
        foreach (var cart in forgotten)
        {
            if (cart.Items.Count > 0)
            {
                db.Publish(cart.Id.Value, new CartAbandoned(cart.Id, cart.UserId, cart.Items.Count, now));
            }

            db.Carts.Remove(cart);
        }

        await db.SaveChangesAsync(ct);
    }
}
