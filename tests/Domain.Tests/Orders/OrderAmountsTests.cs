using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>Lines make parts and parts make the order, to the last minor unit, whatever the prices, rates and currency.</summary>
public sealed class OrderAmountsTests
{
    [Fact]
    public void A_line_is_its_price_times_its_quantity() => Properties.HoldsFor(Sample.Orders, order =>
        Assert.All(order.Parts.SelectMany(p => p.Lines), line => Assert.Equal(line.UnitPrice * line.Quantity, line.Total)));

    [Fact]
    public void A_part_is_its_lines_and_delivery_and_fee_and_the_tax_that_comes_on_top() => Properties.HoldsFor(Sample.Orders, order =>
    {
        foreach (var part in order.Parts)
        {
            Assert.Equal(Sum(part.Lines, l => l.Total), part.Goods);
            var onTop = order.PriceIncludesTax ? Money.Zero(part.Total.Currency) : part.Tax;
            Assert.Equal(part.Goods + part.DeliveryFee + part.PlatformFee + onTop, part.Total);
        }
    });

    [Fact]
    public void The_order_is_its_parts_in_every_column() => Properties.HoldsFor(Sample.Orders, order =>
    {
        foreach (var (whole, of) in (ReadOnlySpan<(Money, Func<VendorOrder, Money>)>)[(order.Goods, p => p.Goods), (order.Delivery, p => p.DeliveryFee), (order.PlatformFee, p => p.PlatformFee), (order.Tax, p => p.Tax), (order.Total, p => p.Total)])
        {
            Assert.Equal(Sum(order.Parts, of), whole);
        }

        Assert.Equal(order.Goods + order.Delivery + order.PlatformFee + (order.PriceIncludesTax ? Money.Zero(order.Total.Currency) : order.Tax), order.Total);
    });

    [Fact]
    public void Tax_is_rounded_on_each_line_and_only_added_up_after_that() => Properties.HoldsFor(Sample.Orders, order =>
    {
        Assert.All(order.Parts.SelectMany(p => p.Lines), line => Assert.Equal(Tax.Of(line.Total, line.TaxRate, order.PriceIncludesTax), line.Tax));
        Assert.Equal(order.Tax, order.Tax.Rounded());
        foreach (var part in order.Parts)
        {
            var fees = part.Tax - Sum(part.Lines, l => l.Tax);
            Assert.True(fees.Amount >= 0 && fees <= part.DeliveryFee + part.PlatformFee);
        }
    });

    [Fact]
    public void Everything_is_payable_and_the_commission_is_of_the_goods_alone() => Properties.HoldsFor(Sample.Orders, order =>
    {
        Assert.Equal(order.Total, order.Total.Rounded());
        Assert.All(order.Parts, part => Assert.Equal(part.Goods.Percent(part.CommissionPercent), part.Commission));
        Assert.All(order.Parts, part => Assert.True(part.Tax <= part.Total));
    });

    private static Money Sum<T>(IReadOnlyList<T> of, Func<T, Money> amount) => of.Select(amount).Aggregate((a, b) => a + b);
}
