using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>A shop accepted what a rider must bring. There is one delivery per vendor order, however often this is told.</summary>
public sealed class RequestDelivery(IMarketplaceDb db, ISettings settings, TimeProvider clock) : IReactTo<VendorOrderAccepted>
{
    public async Task HandleAsync(VendorOrderAccepted happened, CancellationToken ct)
    {
        if (happened.Method != FulfilmentMethod.Delivery || await db.Deliveries.AnyAsync(d => d.VendorOrderId == happened.VendorOrderId, ct))
        {
            return;
        }

        var order = await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Id == happened.OrderId, ct);
        var part = order.Find(happened.VendorOrderId)!;
        var to = order.Address ?? throw new InvalidOperationException($"Order {order.Number} has no address to deliver to.");
        var shopPhone = await db.Vendors.Where(v => v.Id == part.VendorId).Select(v => v.Phone).SingleOrDefaultAsync(ct);
        var rules = await settings.GetAsync(ct);
        var draft = new DeliveryDraft(
            part.Id, order.Id, part.VendorId, order.Number,
            new Stop(part.VendorName, part.VendorStreet, part.VendorPosition, shopPhone, null),
            new Stop(to.Name, string.IsNullOrWhiteSpace(to.Line2) ? to.Line1 : $"{to.Line1}, {to.Line2}", to.Position, to.Phone, to.Note),
            part.VendorHue,
            [.. part.Lines.Select(l => new ParcelLine(l.Quantity, l.Name, l.VariantText))],
            part.RiderFee,
            rules.Tariff.ExplainToRider(part.DistanceKm ?? 0, part.RiderFee.Currency, rules.RiderSharePercent),
            order.PaymentMethod == PaymentMethod.CashOnDelivery ? part.Total : Money.Zero(part.Total.Currency),
            part.PickupCode, part.Pin, Secrets.NewPin(), happened.ReadyBy, part.ArrivesTo);
        db.Deliveries.Add(Delivery.Request(draft, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>The bag is packed.</summary>
public sealed class MakeDeliveryReady(IMarketplaceDb db, IDeliveryStore store, TimeProvider clock) : IReactTo<VendorOrderReady>
{
    public Task HandleAsync(VendorOrderReady happened, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        if (await store.LockedOfAsync(db, happened.VendorOrderId, ct) is { } delivery)
        {
            delivery.MakeReady(clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }

        return new Done();
    }, ct);
}

/// <summary>The order is off: the rider is free again, or turns around.</summary>
public sealed class CancelDelivery(IMarketplaceDb db, IDeliveryStore store, TimeProvider clock) : IReactTo<VendorOrderCancelled>
{
    public Task HandleAsync(VendorOrderCancelled happened, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        if (await store.LockedOfAsync(db, happened.VendorOrderId, ct) is { } delivery)
        {
            delivery.CancelBecause(happened.Reason, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }

        return new Done();
    }, ct);
}
