using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>
/// Where a rider was while a delivery was theirs, from the acceptance to the end. Dispatchers see it when something went wrong; shoppers
/// and shops never do.
/// </summary>
public sealed class TrackPoint
{
    /// <summary>Points nearer than this are kept only when <see cref="Pause"/> has passed.</summary>
    public const double EnoughMetres = 30;

    /// <summary>More than a ride of eight hours can fill.</summary>
    public const int MaxPerDelivery = 2_000;

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Retention = TimeSpan.FromDays(14);

    private TrackPoint() { } // EF Core

    public TrackPoint(DeliveryId deliveryId, RiderPosition seen) => (DeliveryId, RiderId, Position, AccuracyMetres, HeadingDegrees, MetresPerSecond, At) =
        (deliveryId, seen.RiderId, seen.Position, seen.AccuracyMetres, seen.HeadingDegrees, seen.MetresPerSecond, seen.At);

    public DeliveryId DeliveryId { get; private init; }
    public DateTimeOffset At { get; private init; }
    public RiderId RiderId { get; private init; }
    public Position Position { get; private init; }
    public double? AccuracyMetres { get; private init; }
    public double? HeadingDegrees { get; private init; }
    public double? MetresPerSecond { get; private init; }

    /// <summary>Whether it tells more than the last one that was kept.</summary>
    public bool IsWorthKeeping(TrackPoint? last, int kept) => kept < MaxPerDelivery
        && (last is null || (At > last.At && (At - last.At >= Pause || last.Position.MetresTo(Position) >= EnoughMetres)));
}
