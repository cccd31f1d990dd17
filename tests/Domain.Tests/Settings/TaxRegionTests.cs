using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Settings;

public sealed class TaxRegionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static readonly TaxRegion[] India =
    [
        new("IN", "The rest of India", "in", null, []), new("IN-TN", "Tamil Nadu", "IN", "IN-TN", []), new("PORT", "Free port", "IN", "TN", ["600 99", "601"]),
        new("BELT", "Border belt", "IN", null, ["600 998"]), new("LK", "Sri Lanka", "LK", null, []),
    ];

    private static Gen<TaxPlace> Places =>
        from country in Gen.Elements("IN", "in ", "LK", "FR")
        from state in Gen.Elements("", "TN", "IN-TN", "in-tn", "KL", "LK-1")
        from postal in Gen.Elements("", "-", "600999", "600 998", "6009-98", "601001", "010101")
        select new TaxPlace(country, state, postal);

    /// <summary>Any regions of any of these kinds, in any order, as long as they are allowed together.</summary>
    private static Gen<MarketplaceSettings> Stores =>
        (from country in Gen.Elements("IN", "LK") from state in Gen.Elements(null, "TN", "KL") from prefixes in Prefixes select (country, state, prefixes)).ListOf(1, 8)
            .Select(drafts => drafts.Select((d, i) => new TaxRegion($"R{i}", $"Region {i}", d.country, d.state, d.prefixes)).ToArray())
            .Where(regions => TaxRegion.Check(regions, "R0", []).IsSuccess).Select(With);

    private static Gen<IReadOnlyList<string>> Prefixes => Gen.Elements("6", "600", "600 99", "600998", "601", "0").ListOf(0, 2);

    [Theory]
    [InlineData("IN", "IN-TN", "600001", "IN-TN")]
    [InlineData("IN", "TN", "600 999", "PORT")]
    [InlineData("in", "in-tn", "601-234", "PORT")]
    [InlineData("IN", "TN", "600998", "BELT")]
    [InlineData("IN", "KL", "600999", "IN")]
    [InlineData("IN", "", "", "IN")]
    [InlineData("LK", "TN", "600999", "LK")]
    [InlineData("FR", "", "75001", "IN-TN")]
    public void The_nearest_counts_and_where_none_fits_the_usual(string country, string state, string postalCode, string region) =>
        Assert.Equal(region, With(India, "IN-TN").TaxRegionOf(new(country, state, postalCode)).Code);

    [Fact]
    public void Until_a_place_is_known_the_usual_counts() => Assert.Equal("IN-TN", With(India, "IN-TN").TaxRegionOf(null).Code);

    [Fact]
    public void No_other_region_that_holds_a_place_is_as_near_as_the_one_that_counts() => Properties.HoldsFor(
        Stores.SelectMany(store => Places.Select(place => (Store: store, Place: place))),
        c =>
        {
            var holding = c.Store.TaxRegions.Where(r => r.Holds(c.Place)).ToList();
            var counts = c.Store.TaxRegionOf(c.Place);

            Assert.Equal(holding.Count == 0, !counts.Holds(c.Place));
            if (holding.Count == 0)
            {
                Assert.Equal(c.Store.DefaultTaxRegion, counts);
            }

            Assert.All(holding.Where(r => r.Code != counts.Code), other =>
                Assert.True(other.NearnessTo(c.Place).CompareTo(counts.NearnessTo(c.Place)) < 0, $"{other} is as near to {c.Place} as {counts}"));
        });

    [Fact]
    public void It_matters_neither_in_what_order_regions_stand_nor_how_a_place_is_written() => Properties.HoldsFor(
        Stores.SelectMany(store => Places.Select(place => (Store: store, Place: place))),
        c =>
        {
            var counts = c.Store.TaxRegionOf(c.Place).Code;
            var turned = With([.. c.Store.TaxRegions.Reverse()], c.Store.Region);

            Assert.Equal(counts, turned.TaxRegionOf(c.Place).Code);
            Assert.Equal(counts, c.Store.TaxRegionOf(new(c.Place.Country.ToLowerInvariant(), $" {c.Place.State} ", string.Join(' ', c.Place.PostalCode.AsEnumerable()))).Code);
        });

    [Fact]
    public void A_nearer_region_takes_over_its_own_places_and_no_other() => Properties.HoldsFor(
        Stores.SelectMany(store => Places.Select(place => (Store: store, Place: place))),
        c =>
        {
            var added = new TaxRegion("NEW", "New", "IN", "TN", ["600998"]);
            if (TaxRegion.Check([.. c.Store.TaxRegions, added], c.Store.Region, []) is not { IsSuccess: true } more)
            {
                return;
            }

            var after = With(more.Value!, c.Store.Region).TaxRegionOf(c.Place).Code;
            Assert.Equal(added.Tidy().Holds(c.Place) ? "NEW" : c.Store.TaxRegionOf(c.Place).Code, after);
        });

    [Theory]
    [InlineData("settings.tax_regions_alike", "B", "IN", "IN-TN", "")]
    [InlineData("settings.tax_regions_alike", "B", "in", "tn", "")]
    [InlineData("settings.tax_regions_alike", "B", "IN", "TN", "600-99")]
    [InlineData("settings.tax_region_twice", "in-tn", "LK", null, "")]
    [InlineData("settings.region_is_everywhere", "*", "LK", null, "")]
    [InlineData("settings.postal_prefix_empty", "B", "LK", null, " - ")]
    public void Regions_that_would_leave_a_doubt_are_refused(string code, string region, string country, string? state, string prefix)
    {
        TaxRegion[] regions =
            [new("IN-TN", "Tamil Nadu", "IN", "TN", []), new("PORT", "Free port", "IN", "TN", ["600 99"]), new(region, "Another", country, state, prefix.Length == 0 ? [] : [prefix])];

        Assert.Equal(code, TaxRegion.Check(regions, "IN-TN", []).Error?.Code);
    }

    [Fact]
    public void A_region_goes_when_nothing_names_it_any_more()
    {
        var settings = With(India, "IN-TN");
        TaxClass[] classes = [.. settings.TaxClasses.Where(c => c.Code != "STANDARD"), new("STANDARD", "Most goods", new Dictionary<string, decimal> { ["*"] = 18, ["PORT"] = 12 })];
        TaxRegion[] left = [.. India.Where(r => r.Code != "PORT")];
        Assert.True(settings.Change(Change(settings, "IN-TN", settings.TaxRegions, classes), Now).IsSuccess);

        Assert.Equal("settings.tax_region_in_use", settings.Change(Change(settings, "IN-TN", left, classes), Now).Error?.Code);
        Assert.Equal("settings.default_region_missing", settings.Change(Change(settings, "PORT", left, settings.TaxClasses), Now).Error?.Code);
        Assert.Equal(12, settings.TaxRateOf("STANDARD", settings.TaxRegionOf(new("IN", "TN", "600999"))));
        Assert.True(settings.Change(Change(settings, "IN-TN", left, MarketplaceSettings.Defaults().TaxClasses), Now).IsSuccess);
        Assert.Equal(18, settings.TaxRateOf("STANDARD", settings.TaxRegionOf(new("IN", "TN", "600999"))));
    }

    [Fact]
    public void A_change_that_names_no_regions_leaves_them()
    {
        var settings = With(India, "IN-TN");

        Assert.True(settings.Change(Change(settings, "LK", null, settings.TaxClasses), Now).IsSuccess);
        Assert.Equal((5, "LK"), (settings.TaxRegions.Count, settings.TaxRegionOf(null).Code));
    }

    [Fact]
    public void States_are_asked_for_where_tax_may_depend_on_one()
    {
        Assert.Empty(MarketplaceSettings.Defaults().StatesToAskFor());
        Assert.Equal([("IN-TN", "Tamil Nadu")], With(India, "IN-TN").StatesToAskFor().Select(s => (s.ToStateCode()!, s.Name)));
        Assert.Empty(With(India, "LK").StatesToAskFor());
    }

    private static MarketplaceSettings With(TaxRegion[] regions) => With(regions, "R0");

    private static MarketplaceSettings With(TaxRegion[] regions, string usual)
    {
        var settings = MarketplaceSettings.Defaults();
        Assert.True(settings.Change(Change(settings, usual, regions, settings.TaxClasses), Now).IsSuccess);
        return settings;
    }

    private static SettingsChange Change(MarketplaceSettings s, string usual, IReadOnlyList<TaxRegion>? regions, IReadOnlyList<TaxClass> classes) => new(
        s.StoreName, usual, s.PriceIncludesTax, s.Tariff, s.RiderSharePercent, s.PlatformFee, s.CashLimit, s.DefaultCommissionPercent,
        s.AnswerTime, s.OfferTime, s.PaymentTime, s.MaxQuantityPerLine, classes, s.RidersWorkInShifts, s.ShiftNotice, regions);
}
