namespace Marketplace.Domain.Shared;

/// <summary>A point on the earth in WGS 84 degrees: latitude −90 to 90, longitude −180 to 180.</summary>
public readonly record struct Position(double Latitude, double Longitude)
{
    private const double EarthRadiusInMetres = 6_371_008.8;

    public bool IsValid => double.IsFinite(Latitude) && double.IsFinite(Longitude)
        && Math.Abs(Latitude) <= 90 && Math.Abs(Longitude) <= 180;

    /// <summary>Great-circle distance in metres (haversine formula).</summary>
    public double MetresTo(Position other)
    {
        var dLat = double.DegreesToRadians(other.Latitude - Latitude);
        var dLon = double.DegreesToRadians(other.Longitude - Longitude);
        var a = Math.Pow(Math.Sin(dLat / 2), 2)
            + Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(double.DegreesToRadians(other.Latitude)) * Math.Pow(Math.Sin(dLon / 2), 2);
        return 2 * EarthRadiusInMetres * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}
