using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>How long rides take. Estimates from straight lines: streets are a third longer, and each end costs a few minutes.</summary>
public static class Travel
{
    /// <summary>For parking, stairs and saying hello.</summary>
    public static readonly TimeSpan Handover = TimeSpan.FromMinutes(3);

    /// <summary>From asking the first rider until one stands in the shop, as long as nobody has accepted.</summary>
    public static readonly TimeSpan TimeToFindARider = TimeSpan.FromMinutes(10);

    private const double StreetsPerStraightLine = 1.33;

    /// <summary>The distance on streets that a straight line stands for.</summary>
    public static double StreetMetres(Position from, Position to) => from.MetresTo(to) * StreetsPerStraightLine;

    public static TimeSpan Ride(double streetMetres, string? vehicle) => TimeSpan.FromHours(streetMetres / 1000 / KilometresPerHour(vehicle));

    /// <summary>The average in town, with lights and turns. The vehicle is what the rider calls it: "Scooter TP 07 K 2291".</summary>
    public static double KilometresPerHour(string? vehicle)
    {
        return vehicle switch
        {
            null => 18,
            _ when Is("scooter", "motor", "bike ev", "moped") => 22,
            _ when Is("foot", "walk") => 5,
            _ when Is("cargo") => 12,
            _ when Is("cycle", "bike") => 14,
            _ when Is("car", "van", "rickshaw") => 20,
            _ => 18,
        };

        bool Is(params ReadOnlySpan<string> kinds)
        {
            foreach (var kind in kinds)
            {
                if (vehicle.Contains(kind, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>When somebody may expect it: honest about what is not known, in steps of five minutes.</summary>
public readonly record struct ArrivalWindow(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    public static ArrivalWindow Around(DateTimeOffset expected, TimeSpan earlier, TimeSpan later)
    {
        var from = Floor(expected - earlier);
        var to = Floor(expected + later + Step - TimeSpan.FromTicks(1));
        return new(from, to > from ? to : from + Step);
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % Step.Ticks, TimeSpan.Zero);
}
