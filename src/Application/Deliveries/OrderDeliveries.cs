using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

internal sealed class OrderDeliveries(IMarketplaceDb db, TimeProvider clock) : IOrderDeliveries
{
    public async Task<IReadOnlyList<DeliveryItem>> OfAsync(OrderId order, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = await db.Deliveries.AsNoTracking().Where(d => d.OrderId == order).OrderBy(d => d.CreatedAt).ToListAsync(ct);
        return [.. found.Select(d => Show(d, now))];
    }

    internal static DeliveryItem Show(Delivery d, DateTimeOffset now) => new(
        d.Id.Value, d.Number, d.VendorOrderId.Value, d.State.ToWire(), d.From.Name, d.VendorHue, d.From.Position.ToDto(), d.To.Position.ToDto(), d.To.Street,
        d.RiderId?.Value, d.RiderName, d.CreatedAt, d.ReadyBy, d.DueBy, !DeliveryProgress.Ended.Contains(d.State) && d.DueBy < now, d.Offers.Count, d.Fee.ToDto(),
        d.CashToCollect.IsZero ? null : d.CashToCollect.ToDto());
}
