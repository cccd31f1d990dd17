using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Deliveries;

internal sealed class OrderDeliveries(IMarketplaceDb db, TimeProvider clock) : IOrderDeliveries
{
    public Task<IReadOnlyList<DeliveryItem>> OfAsync(OrderId order, CancellationToken ct) =>
        db.Deliveries.Where(d => d.OrderId == order).OrderBy(d => d.CreatedAt).ShowAsync(clock.GetUtcNow(), ct);
}
