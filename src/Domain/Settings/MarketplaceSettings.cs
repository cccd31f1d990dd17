using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Settings;

/// <summary>A kind of goods that one tax rate applies to, per region.</summary>
/// <param name="Rates">Code of a tax region to percent; <see cref="Everywhere"/> is the rate of all regions that are not named.</param>
public sealed record TaxClass(string Code, string Name, IReadOnlyDictionary<string, decimal> Rates)
{
    public const string Everywhere = "*";

    /// <summary>The class that delivery and platform fees are taxed by.</summary>
    public const string Fees = "FEES";

    public decimal RateIn(string region) => Rates.TryGetValue(region, out var rate) || Rates.TryGetValue(Everywhere, out rate) ? rate : 0;

    public bool VariesIn(IEnumerable<TaxRegion> regions) => regions.Select(r => RateIn(r.Code)).Distinct().Count() > 1;
}

/// <summary>How the marketplace charges and how long it waits. There is one, and it is changed by operations.</summary>
public sealed class MarketplaceSettings : AggregateRoot
{
    public static readonly Guid TheOne = new("5e771265-0000-7000-8000-000000000001");

    private MarketplaceSettings() { } // EF Core

    public override Guid StreamId => Id;
    public Guid Id { get; private init; } = TheOne;
    public string StoreName { get; private set; } = "Marketplace";

    /// <summary>ISO 4217. All prices are in it; it is set before the first product and not changed after.</summary>
    public string Currency { get; private init; } = "INR";

    /// <summary>The code of the tax region that counts where no other does, and before an address is known: <c>IN-TN</c>.</summary>
    public string Region { get; private set; } = "IN-TN";
    public IReadOnlyList<TaxRegion> TaxRegions { get; private set; } = [TaxRegion.Of("IN-TN")];
    public bool PriceIncludesTax { get; private set; } = true;
    public DeliveryTariff Tariff { get; private set; } = new(20, 1.5, 6);
    public decimal RiderSharePercent { get; private set; } = 100;
    public decimal PlatformFee { get; private set; } = 9;

    /// <summary>The largest part of an order that may be paid in cash.</summary>
    public decimal CashLimit { get; private set; } = 5000;
    public decimal DefaultCommissionPercent { get; private set; } = 10;
    public TimeSpan AnswerTime { get; private set; } = TimeSpan.FromMinutes(3);
    public TimeSpan OfferTime { get; private set; } = TimeSpan.FromSeconds(45);
    public TimeSpan PaymentTime { get; private set; } = TimeSpan.FromMinutes(15);
    public int MaxQuantityPerLine { get; private set; } = 20;

    /// <summary>Offers go only to riders in a shift of theirs. Otherwise shifts are a plan, and who is online is asked.</summary>
    public bool RidersWorkInShifts { get; private set; }

    /// <summary>A shift is given back at the latest this long before it begins.</summary>
    public TimeSpan ShiftNotice { get; private set; } = TimeSpan.FromHours(12);

    public IReadOnlyList<TaxClass> TaxClasses { get; private set; } =
    [
        new("ZERO", "Fresh food and books", new Dictionary<string, decimal> { [TaxClass.Everywhere] = 0 }),
        new("REDUCED", "Packed food and medicine", new Dictionary<string, decimal> { [TaxClass.Everywhere] = 5 }),
        new("STANDARD", "Most goods", new Dictionary<string, decimal> { [TaxClass.Everywhere] = 18 }),
        new(TaxClass.Fees, "Delivery and platform fees", new Dictionary<string, decimal> { [TaxClass.Everywhere] = 18 }),
    ];

    public TaxRegion DefaultTaxRegion => TaxRegions.First(r => r.Code == Region);

    /// <summary>The states of the store's country that tax may depend on, for the forms that ask for one; none while it depends on none.</summary>
    public IReadOnlyList<TaxRegion> StatesToAskFor()
    {
        TaxRegion[] inCountry = [.. TaxRegions.Where(r => r.Country == DefaultTaxRegion.Country)];
        return inCountry.Length < 2 ? [] :
        [
            .. inCountry.Where(r => r.State is not null).GroupBy(r => r.State)
                .Select(g => g.FirstOrDefault(r => r.PostalPrefixes.Count == 0) ?? g.First() with { Name = g.First().ToStateCode()! }).OrderBy(r => r.Name, StringComparer.Ordinal),
        ];
    }

    public static MarketplaceSettings Defaults(string? storeName = null, string? currency = null, string? region = null) => new()
    {
        StoreName = storeName ?? "Marketplace",
        Currency = currency ?? "INR",
        Region = region ?? "IN-TN",
        TaxRegions = [TaxRegion.Of(region ?? "IN-TN")],
    };

    /// <summary>The nearest of the tax regions that hold a place; the default where none does, and while the place is not known.</summary>
    public TaxRegion TaxRegionOf(TaxPlace? place) =>
        place is { } known && TaxRegions.Where(r => r.Holds(known)).MaxBy(r => r.NearnessTo(known)) is { } nearest ? nearest : DefaultTaxRegion;

    /// <summary>Percent; 0 for a class that nobody knows.</summary>
    /// <param name="region">Null for the default region.</param>
    public decimal TaxRateOf(string taxClass, TaxRegion? region = null) => TaxClasses.FirstOrDefault(c => c.Code == taxClass)?.RateIn(region?.Code ?? Region) ?? 0;

    public Result<Done> Change(SettingsChange change, DateTimeOffset now)
    {
        if (change.TaxClasses.All(c => c.Code != TaxClass.Fees))
        {
            return SettingsErrors.FeesClassMissing;
        }

        if (change.TaxClasses.GroupBy(c => c.Code).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return SettingsErrors.TaxClassTwice(twice.Key);
        }

        var region = change.Region.Trim();
        var regions = TaxRegion.Check(change.TaxRegions ?? TaxRegions, region, change.TaxClasses);
        if (!regions.IsSuccess)
        {
            return regions.Error;
        }

        foreach (var (fee, field) in (ReadOnlySpan<(decimal, string)>)[(change.PlatformFee, "platformFee"), (change.Tariff.BaseFee, "deliveryBaseFee"), (change.Tariff.PerKilometre, "deliveryPerKmFee")])
        {
            if (new Money(fee, Currency) is var money && money != money.Rounded())
            {
                return SettingsErrors.NotPayable(Currency, field);
            }
        }

        (StoreName, Region, TaxRegions, PriceIncludesTax, Tariff) = (change.StoreName.Trim(), region, regions.Value, change.PriceIncludesTax, change.Tariff);
        (RiderSharePercent, PlatformFee, CashLimit, DefaultCommissionPercent) =
            (change.RiderSharePercent, change.PlatformFee, change.CashLimit, change.DefaultCommissionPercent);
        (AnswerTime, OfferTime, PaymentTime) = (change.AnswerTime, change.OfferTime, change.PaymentTime);
        (MaxQuantityPerLine, TaxClasses) = (change.MaxQuantityPerLine, change.TaxClasses);
        (RidersWorkInShifts, ShiftNotice) = (change.RidersWorkInShifts, change.ShiftNotice);
        Raise(new SettingsChanged(now));
        return new Done();
    }
}

/// <summary>What a delivery costs by distance, in the store's currency.</summary>
/// <param name="BaseFee">For the first <paramref name="BaseKilometres"/>.</param>
/// <param name="PerKilometre">For each further kilometre begun.</param>
public sealed record DeliveryTariff(decimal BaseFee, double BaseKilometres, decimal PerKilometre)
{
    public decimal FeeFor(double kilometres) => BaseFee + FurtherKilometres(kilometres) * PerKilometre;

    /// <summary>In decimals: as binary fractions, 4.4 less 1.4 is a little more than 3, and would cost a kilometre too much.</summary>
    public int FurtherKilometres(double kilometres) => (int)decimal.Ceiling(decimal.Max(0, (decimal)kilometres - (decimal)BaseKilometres));
}

/// <param name="TaxRegions">Null leaves them as they are.</param>
public sealed record SettingsChange(
    string StoreName, string Region, bool PriceIncludesTax, DeliveryTariff Tariff, decimal RiderSharePercent, decimal PlatformFee, decimal CashLimit,
    decimal DefaultCommissionPercent, TimeSpan AnswerTime, TimeSpan OfferTime, TimeSpan PaymentTime, int MaxQuantityPerLine, IReadOnlyList<TaxClass> TaxClasses,
    bool RidersWorkInShifts, TimeSpan ShiftNotice, IReadOnlyList<TaxRegion>? TaxRegions = null);

public sealed record SettingsChanged(DateTimeOffset At) : IDomainEvent;

public static class SettingsErrors
{
    public static Error FeesClassMissing { get; } = new(ErrorKind.Invalid, "settings.fees_class_missing", $"The tax class {TaxClass.Fees} must stay: delivery and platform fees use it.", "taxClasses");

    public static Error CurrencyStays(string currency) => new(
        ErrorKind.Invalid, "settings.currency_stays", $"All prices are in {currency}. The currency is chosen when a marketplace is set up, and stays.", "currency");

    public static Error NotPayable(string currency, string field) => new(
        ErrorKind.Invalid, "settings.not_payable", $"An amount in {currency} has {Money.DecimalsOf(currency)} decimals at most.", field);

    public static Error RegionIsEverywhere { get; } = new(
        ErrorKind.Invalid, "settings.region_is_everywhere", $"{TaxClass.Everywhere} stands for all regions. Give the region a code of its own.", "taxRegions");

    public static Error DefaultRegionMissing(string code) => new(
        ErrorKind.Invalid, "settings.default_region_missing", $"{code} counts where no other region does, so it must be one of the tax regions.", "region");

    public static Error PrefixEmpty(string region) => new(
        ErrorKind.Invalid, "settings.postal_prefix_empty", $"{region} has the beginning of a postal code without a letter or digit.", "taxRegions");

    public static Error TaxRegionTwice(string code) => new(ErrorKind.Invalid, "settings.tax_region_twice", $"The tax region {code} is there twice.", "taxRegions");

    public static Error TaxRegionsAlike(string one, string other) => new(
        ErrorKind.Invalid, "settings.tax_regions_alike", $"{one} and {other} are for the same addresses. Give one of them a state, or other postal codes.", "taxRegions");

    public static Error TaxRegionInUse(string taxClass, string region) => new(
        ErrorKind.Invalid, "settings.tax_region_in_use", $"The tax class {taxClass} has a rate for {region}. Keep that region, or take the rate away as well.", "taxRegions");

    public static Error TaxClassTwice(string code) => new(ErrorKind.Invalid, "settings.tax_class_twice", $"The tax class {code} is there twice.", "taxClasses");
}
