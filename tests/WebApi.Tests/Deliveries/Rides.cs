using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Orders;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Deliveries;

/// <summary>A parcel on its way to the door.</summary>
internal sealed record Trip(Guid DeliveryId, RiderClient Phone, string Pin, decimal? Cash);

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

        /// <summary>A shop packs its only part of the order, and a rider sets out with it.</summary>
        public async Task<Trip> RideOutAsync(Stall stall, PlacedOrder placed)
        {
            var part = (await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken)).Parts.Single(p => p.Vendor.Id == stall.Vendor.Id.Value);
            var shop = new VendorOrdersClient(app.SignedInAs(stall.Owner));
            await shop.AcceptAsync(part.Id, 10);
            var item = await Eventually.GetAsync(
                async () => (await app.Dispatch().DeliveriesAsync(placed.Number)).Items.SingleOrDefault(d => d.VendorOrderId == part.Id), d => d is not null);
            var (rider, phone) = await app.RiderAsync();
            await app.Dispatch().AssignAsync(item!.Id, rider.Id.Value);
            await shop.ReadyAsync(part.Id);
            await using var db = app.OpenDb();
            var delivery = await db.Set<Delivery>().SingleAsync(d => d.Id == DeliveryId.From(item.Id));
            await phone.PickUpAsync(item.Id, delivery.PickupCode);
            await phone.StartAsync(item.Id);
            return new(item.Id, phone, delivery.Pin, delivery.CashToCollect.IsZero ? null : delivery.CashToCollect.Amount);
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
            return db.Set<DeliveryStep>().Where(s => EF.Property<DeliveryId>(s, "DeliveryId") == id).OrderBy(s => s.At).ToList();
        }
    }
}
