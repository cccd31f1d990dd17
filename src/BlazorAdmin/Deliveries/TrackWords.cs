using System.Globalization;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Deliveries;

namespace Marketplace.BlazorAdmin.Deliveries;

/// <summary>The way of a delivery in words.</summary>
internal static class TrackWords
{
    private static readonly string[] Directions = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];

    /// <summary>"1.4 km in 12 min, from 18:02 to 18:14. Last 40 m from the door."</summary>
    public static string Sentence(DeliveryTrack track)
    {
        var (first, last) = (track.Points[0], track.Points[^1]);
        var metres = track.Points.Zip(track.Points.Skip(1)).Sum(pair => DispatchMap.Metres(pair.First.Position, pair.Second.Position));
        return $"{Words.Distance(metres)} in {Words.Duration(last.At - first.At)}, from {Words.Times(first.At, last.At)}. Last {Words.Distance(DispatchMap.Metres(last.Position, track.To))} from the door.";
    }

    public static IEnumerable<TrackPointDto> EachMinute(DeliveryTrack track) => track.Points.DistinctBy(p => p.At.UtcTicks / TimeSpan.TicksPerMinute);

    public static string Heading(double? degrees) => degrees is { } known ? Directions[(int)Math.Round(known / 45) % Directions.Length] : "not said";

    public static string Speed(double? metresPerSecond) =>
        metresPerSecond is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 3.6:0} km/h") : "not said";
}
