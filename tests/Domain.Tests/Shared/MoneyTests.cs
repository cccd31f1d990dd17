using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Shared;

public sealed class MoneyTests
{
    [Fact]
    public void Parts_of_a_split_add_up_to_it_exactly() => Properties.HoldsFor(Splits, split =>
        Assert.Equal(split.Amount, split.Parts.Aggregate(Money.Zero(split.Amount.Currency), (sum, part) => sum + part)));

    [Fact]
    public void A_part_of_a_split_is_payable_not_negative_and_less_than_one_unit_from_its_due() => Properties.HoldsFor(Splits, split =>
    {
        var (unit, sum) = (Properties.Unit(split.Amount.Currency), split.Weights.Sum());
        foreach (var (part, weight) in split.Parts.Zip(split.Weights))
        {
            Assert.True(part.Amount >= 0);
            Assert.Equal(part, part.Rounded());
            Assert.True(decimal.Abs(part.Amount - split.Amount.Amount * weight / sum) < unit, $"{part} for {weight} of {sum}");
        }
    });

    [Fact]
    public void Who_weighs_nothing_gets_nothing() => Properties.HoldsFor(Splits, split =>
        Assert.All(split.Parts.Zip(split.Weights).Where(p => p.Second == 0), p => Assert.True(p.First.IsZero)));

    [Fact]
    public void Equal_weights_differ_by_one_unit_at_most() => Properties.HoldsFor(
        Properties.Amounts.SelectMany(amount => Gen.Choose(1, 12).Select(count => (Amount: amount, Count: count))), c =>
        {
            var parts = c.Amount.Split([.. Enumerable.Repeat(1m, c.Count)]);
            Assert.True(parts.Max().Amount - parts.Min().Amount <= Properties.Unit(c.Amount.Currency));
            Assert.Equal(parts.OrderDescending(), parts); // the first take what is left over
        });

    [Fact]
    public void A_negative_amount_is_split_like_the_positive_one() => Properties.HoldsFor(Splits, split =>
        Assert.Equal(split.Parts.Select(p => -p.Amount), (Money.Zero(split.Amount.Currency) - split.Amount).Split(split.Weights).Select(p => p.Amount)));

    [Fact]
    public void Refuses_to_split_what_cannot_be_split()
    {
        Assert.Throws<ArgumentException>(() => new Money(10, "INR").Split([0, 0]));
        Assert.Throws<ArgumentException>(() => new Money(10, "INR").Split([2, -1]));
        Assert.Throws<InvalidOperationException>(() => new Money(10.005m, "INR").Split([1, 1]));
        Assert.Throws<InvalidOperationException>(() => new Money(10.5m, "JPY").Split([1, 1]));
    }

    [Fact]
    public void Never_mixes_currencies()
    {
        var (rupees, yen) = (new Money(10, "INR"), new Money(10, "JPY"));

        foreach (var mixed in (Action[])[() => _ = rupees + yen, () => _ = rupees - yen, () => _ = rupees > yen, () => _ = rupees < yen, () => _ = rupees >= yen, () => _ = rupees <= yen, () => rupees.CompareTo(yen)])
        {
            Assert.Throws<InvalidOperationException>(mixed);
        }

        Assert.NotEqual(rupees, yen);
    }

    [Theory]
    [InlineData("0.125", "INR", "0.12")]
    [InlineData("0.135", "INR", "0.14")]
    [InlineData("-0.125", "INR", "-0.12")]
    [InlineData("0.126", "INR", "0.13")]
    [InlineData("2.5", "JPY", "2")]
    [InlineData("3.5", "JPY", "4")]
    [InlineData("0.0025", "KWD", "0.002")]
    [InlineData("1.0075", "KWD", "1.008")]
    public void Rounds_half_to_even_to_what_the_currency_can_pay(string exact, string currency, string payable) => Assert.Equal(
        decimal.Parse(payable, System.Globalization.CultureInfo.InvariantCulture), new Money(decimal.Parse(exact, System.Globalization.CultureInfo.InvariantCulture), currency).Rounded().Amount);

    [Fact]
    public void A_percentage_is_payable_and_within_half_a_unit() => Properties.HoldsFor(
        Properties.Amounts.SelectMany(amount => Properties.Rate.Select(rate => (Amount: amount, Rate: rate))), c =>
        {
            var part = c.Amount.Percent(c.Rate);
            Assert.Equal(part, part.Rounded());
            Assert.True(decimal.Abs(part.Amount - c.Amount.Amount * c.Rate / 100) <= Properties.Unit(c.Amount.Currency) / 2);
        });

    [Fact]
    public void Overflows_instead_of_wrapping() => Assert.Throws<OverflowException>(() => new Money(decimal.MaxValue, "INR") + new Money(decimal.MaxValue, "INR"));

    [Fact]
    public void No_amount_of_the_domain_is_a_binary_fraction()
    {
        var amounts = typeof(Money).Assembly.GetTypes().SelectMany(t => t.GetProperties())
            .Where(p => p.Name.Contains("Price", StringComparison.Ordinal) || p.Name.Contains("Fee", StringComparison.Ordinal) || p.Name.Contains("Amount", StringComparison.Ordinal)
                || p.Name.Contains("Total", StringComparison.Ordinal) || p.Name.Contains("Tax", StringComparison.Ordinal) || p.Name.Contains("Percent", StringComparison.Ordinal))
            .ToArray();

        Assert.True(amounts.Length > 20);
        Assert.DoesNotContain(amounts, p => p.PropertyType == typeof(double) || p.PropertyType == typeof(float));
    }

    private static Gen<Split> Splits => Properties.Amounts.SelectMany(amount =>
        Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 100_000)).Select(w => w / 100m).ListOf(1, 9).Where(w => w.Sum() > 0).Select(weights => new Split(amount, weights, amount.Split(weights))));

    private sealed record Split(Money Amount, IReadOnlyList<decimal> Weights, IReadOnlyList<Money> Parts);
}
