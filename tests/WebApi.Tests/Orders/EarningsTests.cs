using System.Globalization;
using System.Net;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

[Collection(nameof(MarketplaceApp))]
public sealed class EarningsTests(MarketplaceApp app)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 6, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 10);

    [Fact]
    public async Task Are_the_sum_of_what_the_pages_of_the_orders_say()
    {
        var stall = await app.OpenStallAsync();
        Order[] orders = [await EndAsync(stall, Noon), await EndAsync(stall, Noon.AddHours(1)), await EndAsync(stall, Noon.AddHours(2), isKept: false), await OpenAsync(stall)];

        var earned = await Earnings(stall).GetAsync(Day, Day);
        var rows = (await Earnings(stall).OrdersAsync(Day, Day)).Items;

        Assert.Equal((2, 1, 1), (earned.Orders, earned.GivenBack, earned.StillOpen));
        Assert.Equal(3, rows.Count);
        var shown = new VendorOrdersClient(app.SignedInAs(stall.Owner));
        foreach (var row in rows)
        {
            var order = await shown.GetAsync(row.Id);
            var isKept = row.State == VendorOrderStates.Delivered;
            Assert.Equal((order.Item.Number, order.Item.State, order.Goods, order.CommissionPercent), (row.Number, row.State, row.Sums.Sales, row.CommissionPercent));
            Assert.Equal(isKept ? order.ShopReceives!.Amount : 0, row.Sums.Net.Amount);
            Assert.Equal(isKept ? order.Lines.Sum(l => l.Tax.Amount) : 0, row.Sums.Tax.Amount);
            Assert.Equal(isKept ? order.Delivery.Amount : 0, row.Sums.Delivery.Amount);
            Assert.Equal(isKept ? order.Commission!.Amount : 0, row.Sums.Commission.Amount);
        }

        Assert.All(
            new Func<EarningDto, MoneyDto>[] { e => e.Sales, e => e.Refunds, e => e.Tax, e => e.TaxOnTop, e => e.Delivery, e => e.Commission, e => e.Net },
            of => Assert.Equal(rows.Sum(r => of(r.Sums).Amount), of(earned.Sums).Amount));
        Assert.Equal((1500m, 500m, 900m), (earned.Sums.Sales.Amount, earned.Sums.Refunds.Amount, earned.Sums.Net.Amount));
        Assert.DoesNotContain(rows, r => r.Number == orders[3].Number);
    }

    [Fact]
    public async Task Count_the_tax_that_comes_on_top_of_prices()
    {
        var stall = await app.OpenStallAsync();
        var order = await EndAsync(stall, Noon, includesTax: false);

        var sums = (await Earnings(stall).GetAsync(Day, Day)).Sums;

        var tax = order.Parts[0].GoodsTax.Amount;
        Assert.Equal((25m, 25m, 25m), (tax, sums.Tax.Amount, sums.TaxOnTop.Amount));
        Assert.Equal(500 + tax - 50, sums.Net.Amount);
        Assert.Equal(sums, Assert.Single((await Earnings(stall).OrdersAsync(Day, Day)).Items).Sums);
    }

    [Fact]
    public async Task Belong_to_the_day_in_town_on_which_an_order_ended()
    {
        var stall = await app.OpenStallAsync();
        await EndAsync(stall, Noon);
        await EndAsync(stall, new(2026, 3, 10, 18, 29, 59, TimeSpan.Zero));
        await EndAsync(stall, new(2026, 3, 10, 18, 30, 0, TimeSpan.Zero));

        Assert.Equal(2, (await Earnings(stall).GetAsync(Day, Day)).Orders);
        Assert.Equal(1, (await Earnings(stall).GetAsync(Day.AddDays(1), Day.AddDays(1))).Orders);
        var month = await Earnings(stall).GetAsync(to: new(2026, 3, 31));
        Assert.Equal((new(2026, 3, 1), new(2026, 3, 31), 3), (month.From, month.To, month.Orders));
    }

    [Fact]
    public async Task Are_followed_by_cursor_and_downloaded_whole()
    {
        var stall = await app.OpenStallAsync();
        string[] numbers = [.. (await Task.WhenAll(Enumerable.Range(0, 5).Select(i => EndAsync(stall, Noon.AddMinutes(i / 2))))).Select(o => o.Number)];

        List<string> followed = [];
        string? cursor = null;
        do
        {
            var page = await Earnings(stall).OrdersAsync(Day, Day, cursor, size: 2);
            followed.AddRange(page.Items.Select(i => i.Number));
            cursor = page.Next;
        }
        while (cursor is not null);
        var csv = (await new StreamReader(await Earnings(stall).ExportAsync(Day, Day)).ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(numbers.Order(), followed.Order());
        Assert.Equal("number,state,ended_at,currency,sales,refunds,tax,tax_on_top,delivery,commission_percent,commission,net", csv[0].TrimStart('\uFEFF'));
        Assert.Equal(followed, csv[1..].Select(line => line.Split(',')[0]));
        Assert.All(csv[1..], line => Assert.Contains(",DELIVERED,2026-03-10T06:3", line, StringComparison.Ordinal));
        Assert.All(csv[1..], line => Assert.EndsWith("Z,INR,500,0,23.81,0,26,10,50,450", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_nobody_elses()
    {
        var (stall, other) = (await app.OpenStallAsync(), await app.OpenStallAsync());
        await EndAsync(stall, Noon);

        Assert.Equal(0, (await Earnings(other).GetAsync(Day, Day)).Orders);
        Assert.Empty((await Earnings(other).OrdersAsync(Day, Day)).Items);
        Assert.Single((await new StreamReader(await Earnings(other).ExportAsync(Day, Day)).ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("2026-03-10", "2026-03-09", "earnings.end_before_beginning")]
    [InlineData("2025-03-09", "2026-03-10", "earnings.too_many_days")]
    public async Task Are_refused_for_days_that_make_no_sense(string from, string to, string code)
    {
        var earnings = Earnings(await app.OpenStallAsync());
        var (first, last) = (DateOnly.ParseExact(from, "O", CultureInfo.InvariantCulture), DateOnly.ParseExact(to, "O", CultureInfo.InvariantCulture));

        foreach (var ask in new Func<Task>[] { () => earnings.GetAsync(first, last), () => earnings.OrdersAsync(first, last), () => earnings.ExportAsync(first, last) })
        {
            var refused = await Assert.ThrowsAsync<ApiException>(ask);
            Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Code));
        }
    }

    private EarningsClient Earnings(Stall stall) => new(app.SignedInAs(stall.Owner));

    private async Task<Order> EndAsync(Stall stall, DateTimeOffset at, bool isKept = true, bool includesTax = true)
    {
        var order = SampleOrders.Place(UserId.New(), null, at.AddHours(-1), PaymentMethod.Upi, includesTax, stall.Vendor.Id);
        var part = order.Parts[0].Id;
        order.Confirm(at.AddHours(-1), TimeSpan.FromMinutes(3));
        Assert.True(order.Accept(part, TimeSpan.FromMinutes(10), at.AddMinutes(-50)).IsSuccess);
        if (isKept)
        {
            Assert.True(order.Ship(part, "Rider", at.AddMinutes(-20)).IsSuccess);
            Assert.True(order.Deliver(part, "Rider", at).IsSuccess);
        }
        else
        {
            Assert.True(order.Cancel(part, CancelCause.Vendor, "Sold out", "Shop", at).IsSuccess);
        }

        await app.SaveAsync(order, Payment.For(order, at.AddHours(-1)));
        return order;
    }

    private async Task<Order> OpenAsync(Stall stall)
    {
        var order = SampleOrders.Place(UserId.New(), null, Noon, PaymentMethod.Upi, stall.Vendor.Id);
        order.Confirm(Noon, TimeSpan.FromDays(3650));
        await app.SaveAsync(order, Payment.For(order, Noon));
        return order;
    }
}
