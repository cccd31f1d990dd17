using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Settings;

public sealed class DeliveryTariffTests
{
    private static readonly DeliveryTariff Tariff = new(20, 1.5, 6);

    /// <summary>Tenths of a kilometre, as distances are quoted.</summary>
    private static Gen<int> Tenths => Gen.Choose(0, 500);

    [Theory]
    [InlineData(0, 20)]
    [InlineData(1.5, 20)]
    [InlineData(1.6, 26)]
    [InlineData(2.5, 26)]
    [InlineData(2.6, 32)]
    [InlineData(11.5, 80)]
    public void Costs_a_basis_and_so_much_for_each_further_kilometre_begun(double kilometres, decimal fee) => Assert.Equal(fee, Tariff.FeeFor(kilometres));

    [Fact]
    public void A_kilometre_is_begun_when_it_is_begun_and_not_by_how_fractions_are_stored() => Properties.HoldsFor(
        Tenths.SelectMany(km => Tenths.Select(basis => (Km: km, Basis: basis))),
        c => Assert.Equal(
            c.Km <= c.Basis ? 0 : (c.Km - c.Basis + 9) / 10,
            new DeliveryTariff(20, c.Basis / 10.0, 6).FurtherKilometres(c.Km / 10.0)), times: 5000);

    [Fact]
    public void Never_costs_less_for_a_longer_way() => Properties.HoldsFor(
        Tenths.SelectMany(near => Tenths.Select(more => (Near: near / 10.0, Far: (near + more) / 10.0))),
        c => Assert.True(Tariff.FeeFor(c.Near) <= Tariff.FeeFor(c.Far)));

    [Theory]
    [InlineData(9.005, 20, 6)]
    [InlineData(9, 20.001, 6)]
    [InlineData(9, 20, 0.333)]
    public void Fees_are_what_the_currency_can_pay(decimal platformFee, decimal baseFee, decimal perKilometre)
    {
        var settings = MarketplaceSettings.Defaults();

        var refused = settings.Change(Change(settings, platformFee, baseFee, perKilometre), DateTimeOffset.UnixEpoch);

        Assert.Equal("settings.not_payable", refused.Error?.Code);
        Assert.Equal((9m, 20m), (settings.PlatformFee, settings.Tariff.BaseFee));
        Assert.True(settings.Change(Change(settings, 9.05m, 20.50m, 6), DateTimeOffset.UnixEpoch).IsSuccess);
    }

    private static SettingsChange Change(MarketplaceSettings s, decimal platformFee, decimal baseFee, decimal perKilometre) => new(
        s.StoreName, s.Region, s.PriceIncludesTax, new(baseFee, 1.5, perKilometre), s.RiderSharePercent, platformFee, s.CashLimit, s.DefaultCommissionPercent,
        s.AnswerTime, s.OfferTime, s.PaymentTime, s.MaxQuantityPerLine, s.TaxClasses, s.RidersWorkInShifts, s.ShiftNotice);
}
