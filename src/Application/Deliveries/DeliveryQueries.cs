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

        public DbSet<TrackPoint> TrackPoints => db.Set<TrackPoint>();

        /// <summary>
        /// Riders who are let in: who may ride, and who may no longer but still holds a parcel, until it is handed over or back. Refusing
        /// to switch off a rider who holds one would leave the marketplace helpless against whoever never lets go.
        /// </summary>
        public IQueryable<Rider> RidersLetIn
        {
            get
            {
                var held = db.Deliveries.Held();
                return db.Riders.Where(r => r.IsActive || held.Any(d => d.RiderId == r.Id));
            }
        }
    }

    extension(IQueryable<Delivery> deliveries)
    {
        public IQueryable<Delivery> OwnedBy(RiderId rider) => deliveries.Where(d => d.RiderId == rider);

        public IQueryable<Delivery> Active() => deliveries.Where(d => DeliveryProgress.Active.Contains(d.State));

        public IQueryable<Delivery> Held() => deliveries.Where(d => DeliveryProgress.Held.Contains(d.State));

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
