using Marketplace.Contracts.Orders;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>Who keeps the shelf, and who looks after all products, hear that something runs out. On a host of its own, which knows who the administrators are.</summary>
public sealed class LowStockTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.OpenDirectoryAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_order_that_takes_the_stock_to_its_alarm_level_tells_shop_and_marketplace_once()
    {
        var watcher = await app.KnowAsync("watch@example.org", roles: ["customer", "catalogue"]);
        var dispatcher = await app.KnowAsync("dispatch@example.org", roles: ["customer", "dispatch"]);
        var (stall, keeper, chatter) = (await app.OpenStallAsync(stock: 4), UserId.New(), UserId.New()); // tells at 2
        await using (var db = app.OpenDb())
        {
            var shop = await db.Set<Vendor>().SingleAsync(v => v.Id == stall.Vendor.Id);
            shop.Join(keeper, VendorRole.Orders, DateTimeOffset.UnixEpoch);
            shop.Join(chatter, VendorRole.Chat, DateTimeOffset.UnixEpoch);
            await db.SaveChangesAsync();
        }

        await BuyOneAsync(stall);
        await app.DrainedAsync();
        Assert.Empty(await app.NoticesNowAsync(stall.Owner, "low_stock"));
        await BuyOneAsync(stall);

        foreach (var (person, link) in new[] { (stall.Owner, "/vendor/products"), (keeper, "/vendor/products"), (watcher, "/admin/products") })
        {
            var notice = Assert.Single(await app.NoticesAsync(person, "low_stock"));
            Assert.Equal(("Only 2 left: Alphonso mangoes", link), (notice.Title, notice.Link));
        }

        Assert.Contains("Only 2 of Alphonso mangoes", (await app.MailToAsync(stall.Vendor.Email, "low-stock", "mangoes")).Text, StringComparison.Ordinal);
        await BuyOneAsync(stall); // below it already
        await app.DrainedAsync();
        Assert.Single(await app.NoticesNowAsync(stall.Owner, "low_stock"));
        Assert.Empty(await app.NoticesNowAsync(chatter, "low_stock"));
        Assert.Empty(await app.NoticesNowAsync(dispatcher, "low_stock"));
    }

    [Fact]
    public async Task A_count_that_finds_nothing_says_sold_out_and_a_refill_lets_it_warn_again()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var variant = (await shop.PublishAsync(shop.Request("Pot", onHand: 9))).Variants[0].Id;

        await shop.Products.SetStockAsync(variant, new(0, null, "Broken"));
        Assert.Equal("Sold out: Pot", Assert.Single(await app.NoticesAsync(shop.Owner, "low_stock")).Title);
        await shop.Products.SetStockAsync(variant, new(9, null, null));
        await shop.Products.SetStockAsync(variant, new(1, null, null));

        Assert.Equal(["Sold out: Pot", "Only 1 left: Pot"], (await app.NoticesAsync(shop.Owner, "low_stock", 2)).Select(n => n.Title));
    }

    private async Task BuyOneAsync(Stall stall) => await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);
}
