using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Settings;

/// <summary>Where goods change hands, as far as tax asks: the address that they are brought to, or the shop's counter.</summary>
/// <param name="State">With the country before it or without: <c>IN-TN</c> and <c>TN</c> are the same. Empty when it is not known.</param>
public readonly record struct TaxPlace(string Country, string State, string PostalCode);

/// <summary>
/// A place with tax rates of its own: a country, a state of it, or some postal codes of either. A place is in a region when the country
/// is the same, the state too if one is named, and the postal code begins with one of the prefixes if there are any. Of several regions
/// the one with the longest fitting prefix counts; between equal ones, the one that names the state. Where none fits, the store's default counts.
/// </summary>
/// <param name="Code">What the rates of a tax class name it by: <c>IN-TN</c>.</param>
/// <param name="Country">ISO 3166-1, two letters.</param>
/// <param name="State">The second part of ISO 3166-2: <c>TN</c>. Null for the whole country.</param>
/// <param name="PostalPrefixes">What postal codes begin with; none for all of them.</param>
public sealed record TaxRegion(string Code, string Name, string Country, string? State, IReadOnlyList<string> PostalPrefixes)
{
    public const int CodeMaxLength = 10;
    public const int NameMaxLength = 80;
    public const int PrefixMaxLength = 16;
    public const int Most = 200;

    /// <summary>ISO 3166-2, as addresses have it: <c>IN-TN</c>.</summary>
    public string? ToStateCode() => State is null ? null : $"{Country}-{State}";

    /// <summary>The country or state of an ISO 3166 code, which is its name too until somebody gives it a better one.</summary>
    public static TaxRegion Of(string code) => new TaxRegion(code, code, code[..Math.Min(2, code.Length)], code.Length > 3 ? code : null, []).Tidy();

    /// <summary>The same region, written the way that places are compared.</summary>
    public TaxRegion Tidy()
    {
        var country = Country.Trim().ToUpperInvariant();
        var state = StateIn(country, State ?? "");
        return new(Code.Trim(), Name.Trim(), country, state.Length == 0 ? null : state, [.. PostalPrefixes.Select(Plain).Distinct()]);
    }

    /// <summary>The tax regions of a store: tidy, and such that any place has exactly one.</summary>
    /// <param name="usual">The code of the region that counts where no other does.</param>
    public static Result<TaxRegion[]> Check(IReadOnlyList<TaxRegion> wanted, string usual, IReadOnlyList<TaxClass> classes)
    {
        TaxRegion[] regions = [.. wanted.Select(r => r.Tidy())];
        if (regions.FirstOrDefault(r => r.Code == TaxClass.Everywhere || r.PostalPrefixes.Contains("")) is { } wrong)
        {
            return wrong.Code == TaxClass.Everywhere ? SettingsErrors.RegionIsEverywhere : SettingsErrors.PrefixEmpty(wrong.Name);
        }

        if (regions.GroupBy(r => r.Code, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return SettingsErrors.TaxRegionTwice(twice.Key);
        }

        if (regions.All(r => r.Code != usual))
        {
            return SettingsErrors.DefaultRegionMissing(usual);
        }

        var unknown = classes.SelectMany(c => c.Rates.Keys.Select(code => (Class: c.Code, Region: code)))
            .FirstOrDefault(r => r.Region != TaxClass.Everywhere && regions.All(region => region.Code != r.Region));
        if (unknown.Region is not null)
        {
            return SettingsErrors.TaxRegionInUse(unknown.Class, unknown.Region);
        }

        foreach (var (at, one) in regions.Index())
        {
            if (regions.Skip(at + 1).FirstOrDefault(one.IsAlike) is { } other)
            {
                return SettingsErrors.TaxRegionsAlike(one.Name, other.Name);
            }
        }

        return regions;
    }

    public bool Holds(TaxPlace place) => IsIn(place) && (PostalPrefixes.Count == 0 || LongestPrefixOf(place) > 0);

    /// <summary>How near it is to a place that it holds; the greater is the nearer.</summary>
    public (int Postal, bool State) NearnessTo(TaxPlace place) => (LongestPrefixOf(place), State is not null);

    /// <summary>Whether some place could be in both, and neither be nearer to it.</summary>
    public bool IsAlike(TaxRegion other) => Country == other.Country && State == other.State
        && (PostalPrefixes.Count == 0 ? other.PostalPrefixes.Count == 0 : PostalPrefixes.Intersect(other.PostalPrefixes).Any());

    private bool IsIn(TaxPlace place) =>
        string.Equals(place.Country.Trim(), Country, StringComparison.OrdinalIgnoreCase) && (State is null || StateIn(Country, place.State) == State);

    private int LongestPrefixOf(TaxPlace place)
    {
        var code = Plain(place.PostalCode);
        return PostalPrefixes.Where(p => code.StartsWith(p, StringComparison.Ordinal)).Select(p => p.Length).DefaultIfEmpty().Max();
    }

    private static string StateIn(string country, string state) => state.Trim().ToUpperInvariant() is var text && text.StartsWith(country + "-", StringComparison.Ordinal)
        ? text[(country.Length + 1)..]
        : text;

    /// <summary>Postal codes are written with spaces and hyphens, or without.</summary>
    private static string Plain(string postalCode) => string.Concat(postalCode.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
