using System.Globalization;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Shell;

/// <summary>Where this shopper wants things brought, kept in a cookie: it sorts shops by distance and fills the checkout's map.</summary>
public sealed record Place(string Label, PositionDto Position)
{
    private const string Cookie = "place";
    private const int LabelMax = 60;

    public static Place? Of(HttpContext http)
    {
        var parts = http.ReadCookie(Cookie)?.Split('|', 3);
        return parts is [var latitude, var longitude, var label] && Parse(latitude, longitude) is { } position && label.Length <= LabelMax
            ? new(label, position)
            : null;
    }

    public static void Remember(HttpContext http, string label, PositionDto position)
    {
        var kept = label.Replace('|', ' ').Trim();
        http.WriteCookie(
            Cookie,
            string.Create(CultureInfo.InvariantCulture, $"{position.Latitude:0.#####}|{position.Longitude:0.#####}|{kept[..Math.Min(kept.Length, LabelMax)]}"),
            TimeSpan.FromDays(180));
    }

    public static PositionDto? Parse(string? latitude, string? longitude) =>
        double.TryParse(latitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var lat) && Math.Abs(lat) <= 90
        && double.TryParse(longitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var lon) && Math.Abs(lon) <= 180
            ? new(lat, lon)
            : null;

    /// <summary>Metres as the crow flies, near enough for a town.</summary>
    public double MetresTo(PositionDto other)
    {
        const double MetresPerDegree = 111_320;
        var north = (other.Latitude - Position.Latitude) * MetresPerDegree;
        var east = (other.Longitude - Position.Longitude) * MetresPerDegree * Math.Cos(Position.Latitude * Math.PI / 180);
        return Math.Sqrt((north * north) + (east * east));
    }
}
