using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

public static class DeliveryQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Delivery> Deliveries => db.Set<Delivery>();

        public DbSet<Offer> DeliveryOffers => db.Set<Offer>();

        public DbSet<Rider> Riders => db.Set<Rider>();

        public DbSet<RiderPosition> RiderPositions => db.Set<RiderPosition>();
    }

    extension(IQueryable<Delivery> deliveries)
    {
        public IQueryable<Delivery> OwnedBy(RiderId rider) => deliveries.Where(d => d.RiderId == rider);

        public IQueryable<Delivery> Active() => deliveries.Where(d => DeliveryProgress.Active.Contains(d.State));

        public IQueryable<Delivery> Open() => deliveries.Where(d => !DeliveryProgress.Ended.Contains(d.State));

        public Task<Delivery?> WithIdAsync(DeliveryId id, CancellationToken ct) => deliveries.SingleOrDefaultAsync(d => d.Id == id, ct);
    }

    extension(IDeliveryStore store)
    {
        /// <summary>Locks the delivery, then loads it: what it says stays true until the transaction ends.</summary>
        public async Task<Delivery?> LockedAsync(IMarketplaceDb db, DeliveryId id, CancellationToken ct)
        {
            await store.LockAsync(id, ct);
            return await db.Deliveries.WithIdAsync(id, ct);
        }

        /// <summary>The delivery of a vendor order, locked; null when a rider does not bring it.</summary>
        public async Task<Delivery?> LockedOfAsync(IMarketplaceDb db, VendorOrderId vendorOrder, CancellationToken ct) =>
            await db.Deliveries.Where(d => d.VendorOrderId == vendorOrder).Select(d => (DeliveryId?)d.Id).SingleOrDefaultAsync(ct) is { } id
                ? await store.LockedAsync(db, id, ct)
                : null;
    }
}
