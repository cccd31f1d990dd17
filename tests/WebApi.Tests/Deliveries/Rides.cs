using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Deliveries;

/// <summary>Riders with phones, and deliveries that are theirs, on the shared host. Each test rides in a place of its own, so the host's dispatcher keeps out.</summary>
internal static class Rides
{
    extension(MarketplaceApp app)
    {
        public async Task<(Rider Rider, RiderClient Phone)> RiderAsync(string name = "Ravi Kumar", bool isOnline = true)
        {
            var now = TimeProvider.System.GetUtcNow();
            var rider = Rider.Register(UserId.New(), name, "+91 98400 22222", "Scooter TP 07", isActive: true, now);
            if (isOnline)
            {
                rider.GoOnline(now);
            }

            await app.SaveAsync(rider);
            return (rider, new(app.SignedInAs(rider.UserId)));
        }

        /// <summary>A delivery that this rider has accepted.</summary>
        public async Task<Delivery> AssignedAsync(Rider rider, decimal cash = 0)
        {
            var now = TimeProvider.System.GetUtcNow();
            var delivery = SampleDeliveries.Request(now, cash: cash);
            delivery.AssignTo(rider, "Test", now);
            await app.SaveAsync(delivery);
            return delivery;
        }

        public async Task<Offer> OfferedAsync(params Rider[] riders)
        {
            var now = TimeProvider.System.GetUtcNow();
            var delivery = SampleDeliveries.Request(now);
            delivery.OfferTo([.. riders.Select(r => new Candidate(r.Id, r.UserId, r.Name, 800))], TimeSpan.FromMinutes(5), now);
            await app.SaveAsync(delivery);
            return delivery.Offers[0];
        }

        public DispatchClient Dispatch() => new(app.SignedInAs(UserId.New(), "admin"));

        public async Task<IReadOnlyList<DeliveryStep>> StepsAsync(DeliveryId id)
        {
            await using var db = app.OpenDb();
            return db.Set<DeliveryStep>().Where(s => Microsoft.EntityFrameworkCore.EF.Property<DeliveryId>(s, "DeliveryId") == id).OrderBy(s => s.At).ToList();
        }
    }
}
