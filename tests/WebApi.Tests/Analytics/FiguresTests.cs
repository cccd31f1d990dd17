using Marketplace.Contracts.Analytics;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Analytics;

[Collection(nameof(MarketplaceApp))]
public sealed class FiguresTests(MarketplaceApp app)
{
    [Fact]
    public async Task A_shop_sees_its_own_sales_of_today_without_what_was_cancelled()
    {
        var (stall, other) = (await app.OpenStallAsync(stock: 3, price: 150), await app.OpenStallAsync(price: 999));
        await Street.BuyAsync(await app.GuestWithAsync((stall, 2), (other, 1)), PaymentMethods.Cash);
        var cancelled = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);
        await new OrdersClient(app.Guest()).CancelAsync(cancelled.Number, new(null), cancelled.AccessToken);

        var today = await new VendorOrdersClient(app.SignedInAs(stall.Owner)).TodayAsync();

        Assert.Equal((300m, 1, 1), (today.Sales.Amount, today.Orders, today.Waiting));
        Assert.Equal((30, 24), (today.Days.Count, today.Hours.Count));
        Assert.Equal(300m, today.Days[^1].Sales);
        Assert.Equal(2, Assert.Single(today.TopProducts).Units);
        Assert.Equal(1, Assert.Single(today.LowStock).Available);
    }

    [Fact]
    public async Task Operations_see_all_sales_and_nobody_else_does()
    {
        var stall = await app.OpenStallAsync(price: 77);
        var before = await new DashboardClient(app.SignedInAs(UserId.New(), "admin")).GetAsync();
        await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);

        var after = await new DashboardClient(app.SignedInAs(UserId.New(), "admin")).GetAsync();

        Assert.True(after.SalesToday.Amount >= before.SalesToday.Amount + 77);
        Assert.Equal(30, after.Days.Count);
        await Assert.ThrowsAsync<ApiException>(() => new DashboardClient(app.SignedInAs(stall.Owner)).GetAsync());
    }

    [Fact]
    public async Task An_address_book_has_one_default_and_belongs_to_one_person()
    {
        var (aditi, mallory) = (new MeClient(app.SignedInAs(UserId.New())), new MeClient(app.SignedInAs(UserId.New())));
        var home = await aditi.AddAddressAsync(new("Home", Street.Home, false));
        var work = await aditi.AddAddressAsync(new("Work", Street.Home with { Line1 = "3 Mint Street" }, true));

        Assert.True(home.IsDefault);
        Assert.Equal([("Work", true), ("Home", false)], (await aditi.AddressesAsync()).Select(a => (a.Label, a.IsDefault)));
        Assert.Equal("address.not_found", (await Assert.ThrowsAsync<ApiException>(() => mallory.DeleteAddressAsync(work.Id))).Code);
        await aditi.DeleteAddressAsync(work.Id);
        Assert.Single(await aditi.AddressesAsync());
    }
}
