using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Orders;

public sealed class TaxTests
{
    private static Gen<(Money Amount, decimal Rate)> Cases => Properties.Amounts.SelectMany(amount => Properties.Rate.Select(rate => (amount, rate)));

    [Theory]
    [InlineData(118, 18, true, 18)]
    [InlineData(100, 18, false, 18)]
    [InlineData(105, 5, true, 5)]
    [InlineData(99, 0, true, 0)]
    [InlineData(50, 100, true, 25)]
    public void Is_in_the_price_or_on_top_of_it(decimal amount, decimal rate, bool isIncluded, decimal tax) =>
        Assert.Equal(new Money(tax, "INR"), Tax.Of(new(amount, "INR"), rate, isIncluded));

    [Fact]
    public void Is_payable_and_within_half_a_unit_of_the_exact_tax() => Properties.HoldsFor(Cases, c =>
    {
        foreach (var isIncluded in (bool[])[true, false])
        {
            var tax = Tax.Of(c.Amount, c.Rate, isIncluded);
            var exact = isIncluded ? c.Amount.Amount * c.Rate / (100 + c.Rate) : c.Amount.Amount * c.Rate / 100;
            Assert.Equal(tax, tax.Rounded());
            Assert.True(decimal.Abs(tax.Amount - exact) <= Properties.Unit(c.Amount.Currency) / 2, $"{tax} for {exact}");
        }
    });

    [Fact]
    public void Put_on_top_and_taken_out_again_it_is_the_same_within_one_unit() => Properties.HoldsFor(Cases, c =>
    {
        var onTop = Tax.Of(c.Amount, c.Rate, isIncluded: false);
        var inside = Tax.Of(c.Amount + onTop, c.Rate, isIncluded: true);
        Assert.True(decimal.Abs(onTop.Amount - inside.Amount) <= Properties.Unit(c.Amount.Currency));
    });

    [Theory]
    [InlineData(-0.01)]
    [InlineData(100.01)]
    public void Knows_no_rate_beyond_nothing_and_all(decimal rate) => Assert.Throws<ArgumentOutOfRangeException>(() => Tax.Of(new(100, "INR"), rate, true));

    [Fact]
    public void A_region_has_its_own_rate_and_the_others_the_common_one()
    {
        var goods = new TaxClass("STANDARD", "Most goods", new Dictionary<string, decimal> { [TaxClass.Everywhere] = 18, ["IN-AN"] = 4 });
        var local = new TaxClass("LOCAL", "Only here", new Dictionary<string, decimal> { ["IN-TN"] = 7 });

        Assert.Equal((4m, 18m), (goods.RateIn("IN-AN"), goods.RateIn("IN-TN")));
        Assert.Equal((7m, 0m), (local.RateIn("IN-TN"), local.RateIn("IN-AN")));
        Assert.Equal((18m, 0m), (MarketplaceSettings.Defaults().TaxRateOf("STANDARD"), MarketplaceSettings.Defaults().TaxRateOf("NOBODY_KNOWS")));
        Assert.Equal(18, MarketplaceSettings.Defaults(region: "IN-KL").TaxRateOf(TaxClass.Fees));
    }
}
