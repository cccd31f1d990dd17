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

        public Task<Delivery?> FindAsync(DeliveryId id, CancellationToken ct) => deliveries.SingleOrDefaultAsync(d => d.Id == id, ct);

        public Task<Delivery?> OfAsync(VendorOrderId vendorOrder, CancellationToken ct) => deliveries.SingleOrDefaultAsync(d => d.VendorOrderId == vendorOrder, ct);
    }
}
