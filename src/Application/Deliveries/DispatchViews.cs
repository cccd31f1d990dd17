using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>All deliveries and riders, as the dispatcher sees them.</summary>
public sealed class DispatchViews(IMarketplaceDb db, ISettings settings, TownTime town, TimeProvider clock) : IHandler
{
    /// <summary>More than fits on a board; beyond it the lists with their search are the place to look.</summary>
    private const int BoardSize = 300;

    /// <summary>Everything that is under way, what waits longest first, and everybody who works.</summary>
    public async Task<DispatchBoard> BoardAsync(CancellationToken ct) => new(
        await db.Deliveries.Open().OrderBy(d => d.CreatedAt).Take(BoardSize).ShowAsync(clock.GetUtcNow(), ct),
        await ShowAsync(db.Riders.Where(r => r.IsActive).OrderByDescending(r => r.IsOnline).ThenBy(r => r.Name).Take(BoardSize), ct),
        "dispatch");

    public async Task<Page<DeliveryItem>> DeliveriesAsync(string? search, string? state, ListSlice slice, CancellationToken ct)
    {
        var deliveries = db.Deliveries.AsQueryable();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var text = search.Trim().ToUpperInvariant();
            deliveries = deliveries.Where(d => d.Number.ToUpper().Contains(text) || d.From.Name.ToUpper().Contains(text) || d.To.Street.ToUpper().Contains(text)
                || (d.RiderName != null && d.RiderName.ToUpper().Contains(text)));
        }

        deliveries = state switch
        {
            null or "" => deliveries,
            "open" => deliveries.Open(),
            _ when Wire.FromWire<DeliveryState>(state) is { } known => deliveries.Where(d => d.State == known),
            _ => deliveries.Where(_ => false),
        };
        var found = deliveries.OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Slice(slice, d => d.CreatedAt, d => d.Id, id => new DeliveryId(id));
        return slice.Page(await found.ShowAsync(clock.GetUtcNow(), ct), await deliveries.CountAsync(ct), d => new(d.CreatedAt, d.Id));
    }

    public async Task<Result<DeliveryItem>> DeliveryAsync(DeliveryId id, CancellationToken ct) =>
        await db.Deliveries.Where(d => d.Id == id).ShowAsync(clock.GetUtcNow(), ct) is [var item] ? item : DeliveryErrors.NotFound;

    public async Task<Result<DeliveryTrack>> TrackAsync(DeliveryId id, CancellationToken ct)
    {
        if (await db.Deliveries.IgnoreAutoIncludes().AsNoTracking().WithIdAsync(id, ct) is not { } delivery)
        {
            return DeliveryErrors.NotFound;
        }

        var points = await db.TrackPoints.AsNoTracking().Where(p => p.DeliveryId == id).OrderBy(p => p.At).Take(TrackPoint.MaxPerDelivery).ToListAsync(ct);
        return new DeliveryTrack(
            id.Value, delivery.Number, delivery.From.Position.ToDto(), delivery.To.Position.ToDto(),
            [.. points.Select(p => new TrackPointDto(p.RiderId.Value, p.Position.ToDto(), p.AccuracyMetres, p.HeadingDegrees, p.MetresPerSecond, p.At))],
            points is [var first, ..] ? first.At + TrackPoint.Retention : null);
    }

    public async Task<Page<RiderItem>> RidersAsync(string? search, ListSlice slice, CancellationToken ct)
    {
        var riders = db.Riders.AsQueryable();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var text = search.Trim().ToUpperInvariant();
            riders = riders.Where(r => r.Name.ToUpper().Contains(text) || r.Phone.Contains(text) || (r.Vehicle != null && r.Vehicle.ToUpper().Contains(text)));
        }

        var found = riders.OrderBy(r => r.Name).ThenBy(r => r.Id).Slice(slice, r => r.Id, id => new RiderId(id));
        return slice.Page(await ShowAsync(found, ct), await riders.CountAsync(ct), r => new(null, r.Id));
    }

    public async Task<Result<RiderItem>> RiderAsync(RiderId id, CancellationToken ct) =>
        await ShowAsync(db.Riders.Where(r => r.Id == id), ct) is [var item] ? item : DeliveryErrors.RiderNotFound;

    private async Task<IReadOnlyList<RiderItem>> ShowAsync(IQueryable<Rider> riders, CancellationToken ct)
    {
        var currency = (await settings.GetAsync(ct)).Currency;
        var today = town.StartOf(town.DayOf(clock.GetUtcNow()));
        var (deliveries, positions) = (db.Deliveries, db.RiderPositions);
        var rows = await riders.Select(r => new
        {
            r.Id, r.UserId, r.Name, r.Phone, r.Vehicle, r.IsActive, r.IsOnline, r.Revision,
            Position = positions.Where(p => p.RiderId == r.Id).Select(p => new { p.Position.Latitude, p.Position.Longitude, p.At }).FirstOrDefault(),
            Active = deliveries.Count(d => d.RiderId == r.Id && DeliveryProgress.Active.Contains(d.State)),
            Today = deliveries.Count(d => d.RiderId == r.Id && d.State == DeliveryState.Delivered && d.EndedAt >= today),
            Earned = deliveries.Where(d => d.RiderId == r.Id && d.State == DeliveryState.Delivered && d.EndedAt >= today).Sum(d => d.Fee.Amount),
            Cash = deliveries.Where(d => d.RiderId == r.Id && d.State == DeliveryState.Delivered && d.EndedAt >= today).Sum(d => d.CashCollected.Amount),
        }).ToListAsync(ct);
        return
        [
            .. rows.Select(r => new RiderItem(
                r.Id.Value, r.UserId.Value, r.Name, r.Phone, r.Vehicle, RiderViews.StateOf(r.IsOnline, r.Active), r.IsActive,
                r.Position is { } at ? new(at.Latitude, at.Longitude) : null, r.Position?.At, r.Active, r.Today, new(r.Earned, currency), new(r.Cash, currency), r.Revision)),
        ];
    }
}
