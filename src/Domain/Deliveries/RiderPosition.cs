using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>Where a rider's phone was when it last reported. One row per rider, overwritten; no part of the rider's history.</summary>
public sealed class RiderPosition
{
    public const double MaxAccuracyInMetres = 10_000;

    /// <summary>Nobody rides faster through a town; a larger step is a jump of the satellite fix.</summary>
    private const double MaxMetresPerSecond = 50;

    /// <summary>What even a standing phone may wander.</summary>
    private const double NoiseInMetres = 300;

    private RiderPosition() { } // EF Core

    public RiderPosition(RiderId riderId, Position position, double? accuracyMetres, double? headingDegrees, double? metresPerSecond, DateTimeOffset at) =>
        (RiderId, Position, AccuracyMetres, HeadingDegrees, MetresPerSecond, At) = (riderId, position, accuracyMetres, headingDegrees, metresPerSecond, at);

    public RiderId RiderId { get; private init; }
    public Position Position { get; private init; }
    public double? AccuracyMetres { get; private init; }
    public double? HeadingDegrees { get; private init; }
    public double? MetresPerSecond { get; private init; }
    public DateTimeOffset At { get; private init; }

    /// <summary>Whether somebody can have come from there to here in the time between.</summary>
    public bool CanFollow(RiderPosition before)
    {
        var seconds = Math.Max(0, (At - before.At).TotalSeconds);
        return before.Position.MetresTo(Position) <= NoiseInMetres + (AccuracyMetres ?? 0) + seconds * MaxMetresPerSecond;
    }
}
