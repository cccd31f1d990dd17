using Marketplace.BlazorShared.Maps;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Deliveries;

/// <summary>Deliveries and riders as pins and lines.</summary>
internal static class DispatchMap
{
    private const double EarthMetres = 6_371_000;

    public static IReadOnlyList<MapPin> Pins(DispatchBoard board) =>
    [
        .. board.Deliveries.DistinctBy(d => d.VendorName).Select(d => new MapPin($"shop-{d.VendorName}", PinKind.Shop, d.From, d.VendorName, d.VendorHue)),
        .. board.Deliveries.Select(d => new MapPin($"home-{d.Id}", PinKind.Home, d.To, d.ToStreet)),
        .. board.Riders.Where(r => r is { Position: not null, State: not RiderStates.Offline })
            .Select(r => new MapPin($"rider-{r.Id}", r.State == RiderStates.Busy ? PinKind.Rider : PinKind.IdleRider, r.Position!, r.State == RiderStates.Busy ? r.Name : $"{r.Name}, free")),
    ];

    public static IReadOnlyList<MapLine> Lines(DispatchBoard board) =>
    [
        .. board.Deliveries.Select(d => new MapLine(
            d.State is DeliveryStates.PickedUp or DeliveryStates.InTransit ? LineKind.Route : LineKind.Idle,
            RiderAt(board, d) is { } rider && d.State is DeliveryStates.InTransit ? [rider, d.To] : [d.From, d.To])),
    ];

    /// <summary>As the crow flies; good enough to say who is nearest.</summary>
    public static double Metres(PositionDto a, PositionDto b)
    {
        var north = (b.Latitude - a.Latitude) * Math.PI / 180;
        var east = (b.Longitude - a.Longitude) * Math.PI / 180 * Math.Cos((a.Latitude + b.Latitude) / 2 * Math.PI / 180);
        return EarthMetres * Math.Sqrt(north * north + east * east);
    }

    /// <summary>Riders who could take it, the free and near ones first.</summary>
    public static IReadOnlyList<(RiderItem Rider, double? Metres)> Candidates(DeliveryItem delivery, IEnumerable<RiderItem> riders) =>
    [
        .. riders.Where(r => r.IsActive && r.State != RiderStates.Offline && r.Id != delivery.RiderId)
            .Select(r => (Rider: r, Metres: r.Position is { } at ? Metres(at, delivery.From) : (double?)null))
            .OrderBy(c => c.Rider.State == RiderStates.Online ? 0 : 1)
            .ThenBy(c => c.Metres ?? double.MaxValue),
    ];

    private static PositionDto? RiderAt(DispatchBoard board, DeliveryItem delivery) => board.Riders.FirstOrDefault(r => r.Id == delivery.RiderId)?.Position;
}
