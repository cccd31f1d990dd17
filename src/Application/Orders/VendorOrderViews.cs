using Marketplace.Application.Shared;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

/// <param name="Search">Part of the number or of the shopper's name.</param>
public sealed record VendorOrderFilter(string? Search, string? State, DateTimeOffset? From, DateTimeOffset? Until, ListSlice Slice);

/// <summary>One shop's orders, as the shop works with them.</summary>
public sealed class VendorOrderViews(IMarketplaceDb db, OrderViews orders, ITracking tracking, TimeProvider clock) : IHandler
{
    /// <summary>What needs hands now, oldest first; also what could not be delivered and comes back.</summary>
    public async Task<IReadOnlyList<VendorOrderItem>> OpenAsync(VendorId vendor, CancellationToken ct) => await ItemsAsync(
        db.VendorOrders.OwnedBy(vendor).Where(p =>
            p.State == VendorOrderState.Confirmed || p.State == VendorOrderState.Preparing || p.State == VendorOrderState.Ready || p.State == VendorOrderState.OutForDelivery
            || p.State == VendorOrderState.Failed)
            .OrderBy(p => p.Id).Take(200),
        ct);

    public async Task<Page<VendorOrderItem>> ListAsync(VendorId vendor, VendorOrderFilter filter, CancellationToken ct)
    {
        var parts = db.VendorOrders.OwnedBy(vendor).VisibleToVendor();
        var all = db.Orders;
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var text = filter.Search.Trim().ToUpperInvariant();
            parts = parts.Where(p => p.Number.Contains(text) || p.Lines.Any(l => l.Name.ToUpper().Contains(text))
                || all.Any(o => o.Id == p.OrderId && o.Contact.Name.ToUpper().Contains(text)));
        }

        if (!string.IsNullOrWhiteSpace(filter.State))
        {
            var state = Wire.FromWire<VendorOrderState>(filter.State);
            parts = parts.Where(p => p.State == state);
        }

        if (filter.From is { } from)
        {
            parts = parts.Where(p => all.Any(o => o.Id == p.OrderId && o.PlacedAt >= from));
        }

        if (filter.Until is { } until)
        {
            parts = parts.Where(p => all.Any(o => o.Id == p.OrderId && o.PlacedAt < until));
        }

        var total = await parts.CountAsync(ct);
        return filter.Slice.Page(await ItemsAsync(parts.OrderByDescending(p => p.Id).Slice(filter.Slice, p => p.Id, id => new VendorOrderId(id)), ct), total, p => new(null, p.Id));
    }

    /// <param name="withMoney">Whether commission and what the shop receives are for the reader's eyes.</param>
    public async Task<Result<VendorOrderDetails>> ShowAsync(VendorId vendor, VendorOrderId id, bool withMoney, CancellationToken ct)
    {
        var part = await db.VendorOrders.OwnedBy(vendor).VisibleToVendor().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        if (part is null)
        {
            return OrderErrors.NotFound;
        }

        var order = await db.Orders.IgnoreAutoIncludes().AsNoTracking().SingleAsync(o => o.Id == part.OrderId, ct);
        var history = await db.OrderHistory.AsNoTracking().Where(h => h.VendorOrderId == id).ToListAsync(ct);
        var parcel = (await tracking.OfAsync([id], ct)).GetValueOrDefault(id);
        var isOpen = !OrderProgress.IsEnded(part.State);
        return new VendorOrderDetails(
            Item(part, order, parcel), orders.Lines(part), part.Goods.ToDto(), part.DeliveryFee.ToDto(), part.Tax.ToDto(), part.Total.ToDto(),
            withMoney ? part.CommissionPercent : null, withMoney ? part.Commission.ToDto() : null, withMoney ? part.ShopReceives.ToDto() : null,
            part is { Method: FulfilmentMethod.Delivery, State: VendorOrderState.Preparing or VendorOrderState.Ready } ? part.PickupCode : null,
            part.Method == FulfilmentMethod.Delivery ? await tracking.ReturnCodeOfAsync(id, ct) : null,
            isOpen ? order.Contact.Phone : null, order.Address?.Line1, parcel, part.CancelReason, OrderViews.History(history));
    }

    private async Task<IReadOnlyList<VendorOrderItem>> ItemsAsync(IQueryable<VendorOrder> query, CancellationToken ct)
    {
        var parts = await query.AsNoTracking().ToListAsync(ct);
        OrderId[] ids = [.. parts.Select(p => p.OrderId)];
        var found = await db.Orders.IgnoreAutoIncludes().AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
        var parcels = await tracking.OfAsync([.. parts.Where(p => p.Method == FulfilmentMethod.Delivery && (p.State == VendorOrderState.Failed || !OrderProgress.IsEnded(p.State))).Select(p => p.Id)], ct);
        return [.. parts.Select(p => Item(p, found[p.OrderId], parcels.GetValueOrDefault(p.Id)))];
    }

    private VendorOrderItem Item(VendorOrder part, Order order, Contracts.Deliveries.TrackingDto? parcel) => new(
        part.Id.Value, part.Number, part.State.ToWire(), part.Method.ToWire(), order.Contact.Name, part.Total.ToDto(),
        order.PaymentMethod != PaymentMethod.CashOnDelivery, part.DistanceKm, part.Lines.Sum(l => l.Quantity),
        [.. part.Lines.Select(l => new VendorOrderItemLine(l.Quantity, l.Name, l.VariantText))], part.Note, order.PlacedAt, part.AnswerBy, part.ReadyBy,
        part is { State: VendorOrderState.Preparing, ReadyBy: { } ready } && ready < clock.GetUtcNow(), parcel?.RiderFirstName, parcel?.State, order.GiftMessage);
}
