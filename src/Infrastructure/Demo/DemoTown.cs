using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Infrastructure.Demo;

/// <summary>What the JSON files beside this one tell about Tarapet: a fictional town, its shops, goods and people.</summary>
internal sealed record DemoTown(
    IReadOnlyList<DemoAccount> Accounts, IReadOnlyList<DemoAddress> Addresses, IReadOnlyList<DemoRider> Riders,
    IReadOnlyList<DemoAisle> Aisles, IReadOnlyList<DemoShop> Shops)
{
    public const string City = "Tarapet";
    public const string Region = "IN-TN";
    public const string PostalCode = "600 999";
    public const string Country = "IN";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static DemoTown Read() => new(
        Read<List<DemoAccount>>("accounts.json"),
        Read<List<DemoAddress>>("addresses.json"),
        Read<List<DemoRider>>("riders.json"),
        Read<List<DemoAisle>>("categories.json"),
        [.. Resources.GetManifestResourceNames().Where(n => n.StartsWith(Name("Shops."), StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => Read<DemoShop>(n[Name("").Length..]))]);

    /// <summary>The town is awake whenever it is looked at: at an hour when most shops would be shut, those that people know keep open day and night.</summary>
    public DemoTown AwakeAt(DateTimeOffset now, TimeZoneInfo zone)
    {
        var open = Shops.Count(s => s.IsOpenAround(now, zone));
        return open * 2 > Shops.Count ? this : this with { Shops = [.. Shops.Select(s => s.IsKnown && !s.IsOpenAround(now, zone) ? s.DayAndNight() : s)] };
    }

    public DemoAccount Account(string name) => Accounts.Single(a => a.Name == name);

    private static Assembly Resources => typeof(DemoTown).Assembly;

    private static string Name(string file) => $"{typeof(DemoTown).Namespace}.{file}";

    private static T Read<T>(string file)
    {
        using var stream = Resources.GetManifestResourceStream(Name(file))!;
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }
}

/// <param name="Demo">What the account shows: <c>shopper</c>, <c>vendor</c>, <c>staff</c>, <c>rider</c> or <c>admin</c>.</param>
internal sealed record DemoAccount(
    Guid Id, string Email, string FullName, string Phone, IReadOnlyList<string> Roles, string Password, string Demo, string Note)
{
    /// <summary>How the other files name it.</summary>
    public string Name => Email[..Email.IndexOf('@', StringComparison.Ordinal)];
}

internal sealed record DemoAddress(
    string Account, string Label, string Street, string Number, string Detail, string Note, double Latitude, double Longitude)
{
    public string Line1 => $"{Number} {Street}";
    public Position Position => new(Latitude, Longitude);
}

internal sealed record DemoRider(string Account, string Vehicle, string Plate, double Latitude, double Longitude, bool Online);

internal sealed record DemoAisle(string Name, int Hue, string Picture, IReadOnlyList<string> Children);

/// <param name="Picture">A photograph (<c>photo:name</c>) or the name of an emoji.</param>
/// <param name="Staff">Accounts to what they do at the shop: <c>Manager</c>, <c>Orders</c>.</param>
/// <param name="Hours">Days or ranges of days to a stretch: <c>mon-sat</c> to <c>07:00-22:00</c>.</param>
/// <param name="State">Null for an approved shop, <c>pending</c> or <c>suspended</c>.</param>
/// <param name="Popularity">How many orders it gets, compared with the others.</param>
internal sealed record DemoShop(
    string Slug, string Name, string LegalName, int Hue, string Picture, string? State, string? StateReason, string Tagline, string Story, string Owner, IReadOnlyDictionary<string, string>? Staff,
    string Phone, string Email, string TaxNumber, string Street, string Number, double Latitude, double Longitude,
    IReadOnlyDictionary<string, string> Hours, int PrepMinutes, double RadiusKm, decimal? FreeDeliveryFrom, decimal Commission, int Popularity,
    IReadOnlyList<DemoProduct> Products)
{
    private const int KnownFrom = 3;

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public string Line1 => $"{Number} {Street}";
    public Position Position => new(Latitude, Longitude);

    public bool IsKnown => Popularity >= KnownFrom;

    /// <summary>From before somebody comes until after they have bought something.</summary>
    public bool IsOpenAround(DateTimeOffset now, TimeZoneInfo zone) =>
        Enumerable.Range(-1, 3).All(hours => OpeningHours.IsOpenAt(now.AddHours(hours), zone));

    public DemoShop DayAndNight() => this with { Hours = new Dictionary<string, string> { ["mon-sun"] = "00:00-24:00" } };

    public IReadOnlyList<OpeningHours> OpeningHours => [.. Hours.SelectMany(h => DaysOf(h.Key).Select(day => Stretch(day, h.Value)))];

    private static IEnumerable<int> DaysOf(string range)
    {
        var (first, last) = (Array.IndexOf(Days, range[..3]), Array.IndexOf(Days, range[^3..]));
        return Enumerable.Range(first, ((last - first + 7) % 7) + 1).Select(day => day % 7);
    }

    private static OpeningHours Stretch(int day, string text) =>
        new(day, TimeOnly.ParseExact(text[..5], "HH:mm"), text.EndsWith("24:00", StringComparison.Ordinal) ? TimeOnly.MinValue : TimeOnly.ParseExact(text[6..], "HH:mm"));
}

/// <param name="Gst">Percent: 0, 5, 12 or 18.</param>
/// <param name="Variants">Empty when there is nothing to choose.</param>
/// <param name="State">Null for a published product, or <c>draft</c>.</param>
internal sealed record DemoProduct(
    string Name, string Sku, string Category, string? Brand, string Picture, decimal Price, decimal? Was, string? Unit, int Grams, int Stock, int? LowAt,
    int Gst, string? State, IReadOnlyList<string>? Tags, string About, IReadOnlyDictionary<string, string>? Facts, IReadOnlyList<string>? Options,
    IReadOnlyList<DemoVariant>? Variants)
{
    /// <summary>The variants with what they leave out taken from the product; one without a choice stands for itself.</summary>
    public IEnumerable<DemoVariant> AllVariants => Variants is null
        ? [new DemoVariant("", Price, Was, Grams, Stock)]
        : Variants.Select(v => new DemoVariant(v.Of, v.Price ?? Price, v.Price is null ? Was : v.Was, v.Grams ?? Grams, v.Stock ?? Stock));
}

/// <param name="Of">The values of the product's options, parted by bars.</param>
internal sealed record DemoVariant(string Of, decimal? Price, decimal? Was, int? Grams, int? Stock)
{
    private const int CodeLength = 5;

    public string[] Values => Of.Length == 0 ? [] : Of.Split('|');

    /// <summary>The part of the SKU that tells the variants apart.</summary>
    public string Code => string.Concat(Values.Select(v => "-" + new string([.. v.Where(char.IsAsciiLetterOrDigit).Take(CodeLength)]).ToUpperInvariant()));
}
