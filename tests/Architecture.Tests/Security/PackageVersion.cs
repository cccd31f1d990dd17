using System.Globalization;

namespace Marketplace.Architecture.Tests.Security;

/// <summary>A version as both registries order it: numbers first, and a pre-release before its release.</summary>
internal sealed record PackageVersion(IReadOnlyList<long> Numbers, string Prerelease) : IComparable<PackageVersion>
{
    public static PackageVersion Parse(string text)
    {
        var bare = text.Split('+')[0];
        var dash = bare.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? bare : bare[..dash]).Split('.').Select(n => long.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture));
        return new PackageVersion([.. numbers], dash < 0 ? "" : bare[(dash + 1)..]);
    }

    public int CompareTo(PackageVersion? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Math.Max(Numbers.Count, other.Numbers.Count); i++)
        {
            var order = Numbers.ElementAtOrDefault(i).CompareTo(other.Numbers.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        return (Prerelease.Length == 0, other.Prerelease.Length == 0) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => string.CompareOrdinal(Prerelease, other.Prerelease),
        };
    }
}
