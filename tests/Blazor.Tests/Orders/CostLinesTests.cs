using System.Globalization;
using Bunit;
using Marketplace.BlazorAdmin.Orders;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Orders;

public sealed class CostLinesTests : BunitContext
{
    [Theory]
    [InlineData(true, 0, 206)]
    [InlineData(true, 5.44, 211.44)]
    [InlineData(false, 5.44, 221.5)]
    public void What_is_listed_adds_up_to_the_total(bool taxIsInThePrices, decimal fee, decimal total)
    {
        var lines = Render<CostLines>(p => p.Add(c => c.Goods, Rupees(180)).Add(c => c.Delivery, Rupees(26)).Add(c => c.PlatformFee, Rupees(fee))
            .Add(c => c.Tax, Rupees(10.06m)).Add(c => c.Total, Rupees(total)).Add(c => c.PriceIncludesTax, taxIsInThePrices));

        Assert.Equal(total, lines.FindAll("dd:not(.sum__total, .sum__note)").Sum(amount => Amount(amount.TextContent)));
        Assert.Equal(total, Amount(lines.Find("dd.sum__total").TextContent));
        Assert.Equal(taxIsInThePrices, lines.Markup.Contains("Includes ₹10.06", StringComparison.Ordinal));
    }

    private static MoneyDto Rupees(decimal amount) => new(amount, "INR");

    private static decimal Amount(string text) => decimal.Parse(text.TrimStart('₹'), CultureInfo.InvariantCulture);
}
