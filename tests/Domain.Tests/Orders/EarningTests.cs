using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Tests.Shared;

namespace Marketplace.Domain.Tests.Orders;

public sealed class EarningTests
{
    private static readonly DateTimeOffset Later = Sample.Now.AddHours(1);

    [Fact]
    public void A_delivered_part_earns_its_goods_and_their_tax_on_top_less_the_commission() => Properties.HoldsFor(Sample.Orders, order =>
    {
        order.Confirm(Sample.Now, TimeSpan.FromMinutes(3));
        foreach (var part in order.Parts)
        {
            Assert.Null(part.Earning);
            Deliver(order, part);
            var earning = part.Earning!.Value;

            Assert.Equal(part.Goods - part.Commission + (order.PriceIncludesTax ? Money.Zero(part.Goods.Currency) : part.GoodsTax), earning.Net);
            Assert.Equal((part.ShopReceives, part.DeliveryFee, part.GoodsTax), (earning.Net, earning.Delivery, earning.Tax));
            Assert.Equal(earning.Net, earning.Net.Rounded());
        }
    });

    [Fact]
    public void A_part_that_is_given_back_earns_nothing() => Properties.HoldsFor(Sample.Orders, order =>
    {
        order.Confirm(Sample.Now, TimeSpan.FromMinutes(3));
        var part = order.Parts[0];
        Assert.True(order.Cancel(part.Id, CancelCause.Vendor, "Sold out", "Shop", Later).IsSuccess);

        Assert.Equal(Earning.GivenBack(part.Goods), part.Earning);
        Assert.Equal((part.Goods, part.Goods), (part.Earning!.Value.Sales, part.Earning!.Value.Refunds));
        Assert.True(part.Earning!.Value.Net.IsZero);
    });

    [Fact]
    public void What_cannot_be_delivered_is_open_until_it_is_back()
    {
        var order = Sample.Order();
        var part = order.Parts[0];
        order.Confirm(Sample.Now, TimeSpan.FromMinutes(3));
        order.Accept(part.Id, TimeSpan.FromMinutes(10), Later);
        order.Ship(part.Id, "Rider", Later);
        order.Fail(part.Id, "Rider", "Nobody there", Later);
        Assert.Null(part.Earning);

        order.TakeBack(part.Id, "Rider", Later);
        Assert.Equal(Money.Zero("INR"), part.Earning!.Value.Net);
    }

    [Fact]
    public void Sums_are_those_of_the_orders() => Properties.HoldsFor(Sample.Orders, order =>
    {
        order.Confirm(Sample.Now, TimeSpan.FromMinutes(3));
        foreach (var part in order.Parts.Skip(1))
        {
            Deliver(order, part);
        }

        order.Cancel(order.Parts[0].Id, CancelCause.Vendor, "Sold out", "Shop", Later);
        var sum = order.Parts.Aggregate(Earning.None(order.Goods.Currency), (all, part) => all + part.Earning!.Value);

        Assert.Equal((order.Goods, order.Parts[0].Goods), (sum.Sales, sum.Refunds));
        Assert.Equal(order.Parts.Aggregate(Money.Zero(order.Goods.Currency), (all, part) => all + part.Earning!.Value.Net), sum.Net);
    });

    private static void Deliver(Order order, VendorOrder part)
    {
        Assert.True(order.Accept(part.Id, TimeSpan.FromMinutes(10), Later).IsSuccess);
        Assert.True(order.Ship(part.Id, "Rider", Later).IsSuccess);
        Assert.True(order.Deliver(part.Id, "Rider", Later).IsSuccess);
    }
}
