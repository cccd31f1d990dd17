using Marketplace.Application.Identity;
using Marketplace.Application.Media;
using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>
/// What shoppers and shops may know of their deliveries. A rider's position is told only while they carry the parcel, and their photo until it is
/// over, if they show it to everybody.
/// </summary>
internal sealed class DeliveryTracking(IMarketplaceDb db, MediaUrls media, TimeProvider clock) : ITracking
{
    public async Task<IReadOnlyDictionary<VendorOrderId, TrackingDto>> OfAsync(IReadOnlyCollection<VendorOrderId> parts, CancellationToken ct)
    {
        if (parts.Count == 0)
        {
            return new Dictionary<VendorOrderId, TrackingDto>();
        }

        var (riders, positions, profiles) = (db.Riders, db.RiderPositions, db.Profiles);
        var found = await (
            from delivery in db.Deliveries.IgnoreAutoIncludes().AsNoTracking()
            where parts.Contains(delivery.VendorOrderId)
            from rider in riders.Where(r => r.Id == delivery.RiderId).DefaultIfEmpty()
            from position in positions.Where(p => p.RiderId == delivery.RiderId).DefaultIfEmpty()
            from profile in profiles.Where(p => p.UserId == delivery.RiderUserId && p.ShownTo == Audience.Everyone && delivery.EndedAt == null).DefaultIfEmpty()
            select new { delivery, Vehicle = rider == null ? null : rider.Vehicle, position, Photo = profile == null ? null : profile.PhotoId }).ToListAsync(ct);
        var now = clock.GetUtcNow();
        return found.ToDictionary(f => f.delivery.VendorOrderId, f => Show(f.delivery, f.Vehicle, f.position, media.Image(f.Photo, f.delivery.RiderName ?? ""), now));
    }

    public Task<string?> ReturnCodeOfAsync(VendorOrderId part, CancellationToken ct) => db.Deliveries
        .Where(d => d.VendorOrderId == part && (d.State == DeliveryState.Failed || d.State == DeliveryState.Returning))
        .Select(d => (string?)d.ReturnCode).SingleOrDefaultAsync(ct);

    private static TrackingDto Show(Delivery delivery, string? vehicle, RiderPosition? at, ImageDto? photo, DateTimeOffset now)
    {
        var isCarried = delivery.State is DeliveryState.PickedUp or DeliveryState.InTransit;
        var expected = Expectation.Of(delivery.State, delivery.IsReady, delivery.ReadyBy, delivery.From.Position, delivery.To.Position, vehicle, at?.Position, now);
        return new(
            delivery.State.ToWire(), delivery.RiderName?.Split(' ')[0], vehicle, isCarried ? at?.Position.ToDto() : null, isCarried ? at?.At : null,
            isCarried && at is not null ? Math.Round(Travel.StreetMetres(at.Position, delivery.To.Position)) : null, expected?.From, expected?.To, photo,
            isCarried ? at?.HeadingDegrees : null, isCarried ? at?.MetresPerSecond : null);
    }
}
