using Marketplace.Application.Orders;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Infrastructure.Orders;

internal sealed class PostgresOrderLocks(MarketplaceDbContext db) : IOrderLocks
{
    public async Task<Order?> LockAsync(OrderId id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from orders.orders where id = {id.Value} for update", ct);
        return await db.Set<Order>().SingleOrDefaultAsync(o => o.Id == id, ct);
    }

    public async Task<Order?> LockAsync(VendorOrderId partId, VendorId? owner, CancellationToken ct)
    {
        var vendor = owner?.Value;
        await db.Database.ExecuteSqlAsync(
            $"""
            select 1 from orders.orders o join orders.vendor_orders p on p.order_id = o.id
            where p.id = {partId.Value} and ({vendor}::uuid is null or p.vendor_id = {vendor}) for update of o
            """, ct);
        return owner is { } shop
            ? await db.Set<Order>().SingleOrDefaultAsync(o => o.Parts.Any(p => p.Id == partId && p.VendorId == shop), ct)
            : await db.Set<Order>().SingleOrDefaultAsync(o => o.Parts.Any(p => p.Id == partId), ct);
    }
}
