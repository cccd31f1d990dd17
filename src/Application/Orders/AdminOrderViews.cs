using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

public sealed record AdminOrderFilter(string? Search, string? State, VendorId? Vendor, DateTimeOffset? From, DateTimeOffset? Until, ListSlice Slice);

/// <summary>The deliveries of an order, as the dispatcher sees them. Deliveries answer it.</summary>
public interface IOrderDeliveries
{
    Task<IReadOnlyList<DeliveryItem>> OfAsync(OrderId order, CancellationToken ct);
}

/// <summary>All orders, for support.</summary>
public sealed class AdminOrderViews(IMarketplaceDb db, OrderViews orders, IOrderDeliveries deliveries) : IHandler
{
    public async Task<Page<AdminOrderItem>> ListAsync(AdminOrderFilter filter, CancellationToken ct)
    {
        var query = db.Orders.AsQueryable();
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var text = filter.Search.Trim().ToUpperInvariant();
            query = query.Where(o => o.Number.Contains(text) || o.Contact.Name.ToUpper().Contains(text) || o.Contact.Email.ToUpper().Contains(text));
        }

        if (!string.IsNullOrWhiteSpace(filter.State))
        {
            var state = Wire.FromWire<OrderState>(filter.State);
            query = query.Where(o => o.State == state);
        }

        if (filter.Vendor is { } vendor)
        {
            query = query.Where(o => o.Parts.Any(p => p.VendorId == vendor));
        }

        if (filter.From is { } from)
        {
            query = query.Where(o => o.PlacedAt >= from);
        }

        if (filter.Until is { } until)
        {
            query = query.Where(o => o.PlacedAt < until);
        }

        var total = await query.CountAsync(ct);
        var found = await query.AsNoTracking().OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id)
            .Slice(filter.Slice, o => o.PlacedAt, o => o.Id, id => new OrderId(id)).ToListAsync(ct);
        OrderId[] ids = [.. found.Select(o => o.Id)];
        var payments = await db.Payments.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.OrderId)).ToDictionaryAsync(p => p.OrderId, ct);
        return filter.Slice.Page(
            [.. found.Select(o => new AdminOrderItem(
                o.Id.Value, o.Number, o.State.ToWire(), o.Contact.Name, o.Contact.Email, o.Total.ToDto(), o.PaymentMethod.ToWire(), payments[o.Id].State.ToWire(),
                [.. o.Parts.Select(OrderViews.Chip)], o.PlacedAt))],
            total, o => new(o.PlacedAt, o.Id));
    }

    public async Task<Result<AdminOrderDetails>> ShowAsync(string number, CancellationToken ct)
    {
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Number == number, ct) is not { } order)
        {
            return OrderErrors.NotFound;
        }

        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.OrderId == order.Id, ct);
        return new AdminOrderDetails(
            await orders.ShowAsync(order, forCustomer: false, ct),
            [.. payment.Attempts.OrderBy(a => a.Number).Select(a => new PaymentAttemptDto(a.Number, a.GatewayId ?? "", a.Method.ToWire(), a.State.ToWire(), payment.Amount.ToDto(), a.At, a.FailureReason))],
            await deliveries.OfAsync(order.Id, ct));
    }
}
