using Marketplace.Application.Audit;
using Marketplace.Application.Inventory;
using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

/// <summary>
/// Every step of a placed order, by shopper, shop, admin, rider or clock: lock the order, ask it, move stock and money with it,
/// save. One transaction each.
/// </summary>
public sealed class OrderSteps(IMarketplaceDb db, IOrderLocks locks, IStock stock, AuditTrail audit, TimeProvider clock) : IUseCasePart
{
    public Task<Result<VendorOrder>> AcceptAsync(VendorId vendor, VendorOrderId id, TimeSpan preparation, CancellationToken ct) =>
        OfVendorAsync(vendor, id, (order, now) => order.Accept(id, preparation, now), ct);

    public Task<Result<VendorOrder>> MakeReadyAsync(VendorId vendor, VendorOrderId id, CancellationToken ct) =>
        OfVendorAsync(vendor, id, (order, now) => order.MakeReady(id, now), ct);

    public Task<Result<VendorOrder>> HandOverAsync(VendorId vendor, VendorOrderId id, string pin, CancellationToken ct) =>
        OfVendorAsync(vendor, id, (order, now) => order.HandOver(id, pin, now), ct, DeliveredAsync);

    public Task<Result<VendorOrder>> CancelByVendorAsync(VendorId vendor, VendorOrderId id, string reason, CancellationToken ct) =>
        OfVendorAsync(vendor, id, (order, now) => order.Cancel(id, CancelCause.Vendor, reason, order.Find(id)!.VendorName, now), ct, CancelledAsync);

    /// <param name="number">The order that the part is said to be of.</param>
    public Task<Result<VendorOrder>> CancelByAdminAsync(string number, VendorOrderId id, string reason, CancellationToken ct) => ChangeAsync(
        id, null, (order, now) => order.Number == number ? order.Cancel(id, CancelCause.Admin, reason, "Marketplace", now) : OrderErrors.NotFound,
        (order, part, now, ct) =>
        {
            audit.Note(new("part.cancelled", AuditSubject.Part(part.Id), part.VendorId, After: part.Number, Reason: reason));
            return CancelledAsync(order, part, now, ct);
        }, ct);

    /// <summary>The shop did not answer in time.</summary>
    public Task<Result<VendorOrder>> CancelUnansweredAsync(VendorOrderId id, CancellationToken ct) => ChangeAsync(id, null, (order, now) =>
        order.Find(id) is { State: VendorOrderState.Confirmed, AnswerBy: { } deadline } part && deadline <= now
            ? order.Cancel(id, CancelCause.NoAnswer, $"{part.VendorName} did not answer in time", "Marketplace", now)
            : OrderErrors.NotFound, CancelledAsync, ct);

    public Task<Result<VendorOrder>> ShipAsync(VendorOrderId id, string rider, CancellationToken ct) =>
        ChangeAsync(id, null, (order, now) => order.Ship(id, rider, now), null, ct);

    public Task<Result<VendorOrder>> DeliverAsync(VendorOrderId id, string rider, CancellationToken ct) =>
        ChangeAsync(id, null, (order, now) => order.Deliver(id, rider, now), DeliveredAsync, ct);

    public Task<Result<VendorOrder>> FailAsync(VendorOrderId id, string who, string reason, CancellationToken ct) =>
        ChangeAsync(id, null, (order, now) => order.Fail(id, who, reason, now), FailedAsync, ct);

    /// <summary>Back at the shop: the goods return to the shelf and the shopper gets back what was paid.</summary>
    public Task<Result<VendorOrder>> TakeBackAsync(VendorOrderId id, string who, CancellationToken ct) =>
        ChangeAsync(id, null, (order, now) => order.TakeBack(id, who, now), ReturnedAsync, ct);

    /// <summary>Lost after the pick-up: the shopper gets back what was paid, and the shelf gets nothing, because nothing is there.</summary>
    public Task<Result<VendorOrder>> LoseAsync(VendorOrderId id, string reason, CancellationToken ct) =>
        ChangeAsync(id, null, (order, now) => order.Lose(id, reason, now), LostAsync, ct);

    /// <summary>The shopper cancels one part, or everything that no shop has begun.</summary>
    public async Task<Result<Done>> CancelByCustomerAsync(string number, OrderReader reader, VendorOrderId? partId, string? reason, CancellationToken ct)
    {
        var found = await db.Orders.SeenBy(reader).Where(o => o.Number == number).Select(o => (OrderId?)o.Id).SingleOrDefaultAsync(ct);
        if (found is not { } id)
        {
            return OrderErrors.NotFound;
        }

        return await db.InTransactionAsync<Done>(async () =>
        {
            var order = (await locks.LockAsync(id, ct))!;
            var now = clock.GetUtcNow();
            VendorOrderId[] targets = partId is { } one ? [one] : [.. order.Parts.Where(p => p.CanBeCancelledByCustomer).Select(p => p.Id)];
            if (targets.Length == 0)
            {
                return OrderErrors.TooLateToCancel;
            }

            foreach (var target in targets)
            {
                var cancelled = order.Cancel(target, CancelCause.Customer, string.IsNullOrWhiteSpace(reason) ? "Cancelled by the shopper" : reason.Trim(), order.Contact.Name, now);
                if (!cancelled.IsSuccess)
                {
                    return cancelled.Error;
                }

                await CancelledAsync(order, cancelled.Value, now, ct);
            }

            await db.SaveChangesAsync(ct);
            return new Done();
        }, ct);
    }

    /// <summary>The time to pay is over, or the shopper gave up: everything held goes back.</summary>
    public Task ExpireUnpaidAsync(OrderId id, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        var now = clock.GetUtcNow();
        if (await locks.LockAsync(id, ct) is { PayBy: { } deadline } order && deadline <= now && order.ExpireUnpaid("Not paid in time", now))
        {
            var payment = await db.Payments.SingleAsync(p => p.OrderId == id, ct);
            payment.Expire(now);
            await stock.ReleaseAsync(id, null, MovementReason.Released, now, ct);
            await db.SaveChangesAsync(ct);
        }

        return new Done();
    }, ct);

    public async Task<Result<Done>> RateAsync(string number, OrderReader reader, OrderLineId lineId, int stars, CancellationToken ct)
    {
        var found = await db.Orders.SeenBy(reader).Where(o => o.Number == number).Select(o => (OrderId?)o.Id).SingleOrDefaultAsync(ct);
        return found is not { } id ? OrderErrors.NotFound : await db.InTransactionAsync<Done>(async () =>
        {
            var order = (await locks.LockAsync(id, ct))!;
            var rated = order.Rate(lineId, stars, clock.GetUtcNow());
            if (!rated.IsSuccess)
            {
                return rated.Error;
            }

            await db.SaveChangesAsync(ct);
            return new Done();
        }, ct);
    }

    private Task<Result<VendorOrder>> OfVendorAsync(
        VendorId vendor, VendorOrderId id, Func<Order, DateTimeOffset, Result<VendorOrder>> step, CancellationToken ct,
        Func<Order, VendorOrder, DateTimeOffset, CancellationToken, Task>? then = null) => ChangeAsync(id, vendor, step, then, ct);

    private Task<Result<VendorOrder>> ChangeAsync(
        VendorOrderId id, VendorId? vendor, Func<Order, DateTimeOffset, Result<VendorOrder>> step,
        Func<Order, VendorOrder, DateTimeOffset, CancellationToken, Task>? then, CancellationToken ct) => db.InTransactionAsync<VendorOrder>(async () =>
    {
        // Another shop's order, and one that is not paid yet, are "not found", so that ids cannot be probed.
        if (await locks.LockAsync(id, vendor, ct) is not { } order || order.Find(id) is not { } part
            || (vendor is not null && (part.State == VendorOrderState.Pending || part.CancelCause == CancelCause.Unpaid)))
        {
            return OrderErrors.NotFound;
        }

        var now = clock.GetUtcNow();
        var result = step(order, now);
        if (!result.IsSuccess)
        {
            return result.Error;
        }

        if (then is not null)
        {
            await then(order, result.Value, now, ct);
        }

        await db.SaveChangesAsync(ct);
        return result;
    }, ct);

    private async Task ReturnedAsync(Order order, VendorOrder part, DateTimeOffset now, CancellationToken ct)
    {
        await stock.ReleaseAsync(order.Id, part.Id, MovementReason.Returned, now, ct);
        var payment = await db.Payments.SingleAsync(p => p.OrderId == order.Id, ct);
        payment.RefundPart(part.Id, part.Total, "Could not be delivered", now);
    }

    private async Task LostAsync(Order order, VendorOrder part, DateTimeOffset now, CancellationToken ct)
    {
        var payment = await db.Payments.SingleAsync(p => p.OrderId == order.Id, ct);
        payment.RefundPart(part.Id, part.Total, part.CancelReason!, now);
    }

    /// <summary>It is not handed over any more, so there is no cash to take for it. What was paid before goes back with the goods.</summary>
    private async Task FailedAsync(Order order, VendorOrder part, DateTimeOffset now, CancellationToken ct)
    {
        var payment = await db.Payments.SingleAsync(p => p.OrderId == order.Id, ct);
        payment.WaiveCash(part.Total, now);
    }

    private async Task CancelledAsync(Order order, VendorOrder part, DateTimeOffset now, CancellationToken ct)
    {
        await stock.ReleaseAsync(order.Id, part.Id, MovementReason.Cancelled, now, ct);
        var payment = await db.Payments.SingleAsync(p => p.OrderId == order.Id, ct);
        payment.RefundPart(part.Id, part.Total, part.CancelReason!, now);
        payment.WaiveCash(part.Total, now);
        if (order.State == OrderState.Cancelled && payment.State is PaymentState.Initiated or PaymentState.Failed)
        {
            payment.Expire(now);
        }
    }

    private async Task DeliveredAsync(Order order, VendorOrder part, DateTimeOffset now, CancellationToken ct)
    {
        var payment = await db.Payments.SingleAsync(p => p.OrderId == order.Id, ct);
        if (order.PaymentMethod == PaymentMethod.CashOnDelivery)
        {
            payment.CollectCash(part.Total, now);
        }

        ProductId[] products = [.. part.Lines.Select(l => l.ProductId).Distinct()];
        foreach (var product in products)
        {
            var units = part.Lines.Where(l => l.ProductId == product).Sum(l => l.Quantity);
            await db.Set<Product>().Where(p => p.Id == product).ExecuteUpdateAsync(set => set.SetProperty(p => p.SoldCount, p => p.SoldCount + units), ct);
        }
    }
}
