using System.Net;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;

namespace Marketplace.WebApi.Tests.Orders;

[Collection(nameof(MarketplaceApp))]
public sealed class EstimateDeliveryTests(MarketplaceApp app)
{
    private static readonly PositionDto Near = new(12.920, 80.250);

    [Fact]
    public async Task Says_what_the_checkout_will_say()
    {
        var stall = await app.OpenStallAsync(price: 100);
        var shopper = await app.GuestWithAsync((stall, 1));
        var quote = await new CheckoutClient(shopper).QuoteAsync(new(Street.Home with { Position = Near }, []));
        var option = Assert.Single(quote.Vendors).Options.Single(o => o.Method == FulfilmentMethods.Delivery);

        var estimate = await Shops.EstimateDeliveryAsync(stall.Vendor.Slug, Near, 100);

        Assert.True(estimate.IsAvailable);
        Assert.True(estimate.Fee.Amount > 0);
        Assert.Equal((option.Fee, option.DistanceKm, option.Explanation), (estimate.Fee, estimate.DistanceKm, estimate.Explanation));
        Assert.Equal(option.To - option.From, estimate.To - estimate.From);
        Assert.InRange(estimate.From!.Value, option.From, option.From + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Is_free_from_the_amount_that_the_shop_names()
    {
        var stall = await app.OpenStallAsync();
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteAsync($"update vendors.vendors set free_delivery_from = 500 where id = '{stall.Vendor.Id.Value}'");
        }

        Assert.True((await Shops.EstimateDeliveryAsync(stall.Vendor.Slug, Near, 499.99m)).Fee.Amount > 0);
        Assert.Equal(0, (await Shops.EstimateDeliveryAsync(stall.Vendor.Slug, Near, 500)).Fee.Amount);
    }

    [Fact]
    public async Task Names_no_time_while_the_shop_is_closed_and_none_where_it_does_not_go()
    {
        var closed = SampleVendors.Open(UserId.New(), TimeProvider.System.GetUtcNow());
        closed.SaveProfile(closed.ProfileWith([]), TimeProvider.System.GetUtcNow());
        await app.SaveAsync(closed);
        var open = await app.OpenStallAsync();

        var later = await Shops.EstimateDeliveryAsync(closed.Id.Value.ToString(), Near);
        var far = await Shops.EstimateDeliveryAsync(open.Vendor.Slug, new(13.5, 80.25));
        var anywhere = await Shops.EstimateDeliveryAsync(open.Vendor.Slug, null);

        Assert.Equal((true, null, null), (later.IsAvailable, later.From, later.To));
        Assert.True(later.Fee.Amount > 0);
        Assert.Equal((false, null), (far.IsAvailable, far.From));
        Assert.Contains("delivers up to", far.Reason, StringComparison.Ordinal);
        Assert.Equal((false, "Say where to deliver to, and we will tell the fee and the time."), (anywhere.IsAvailable, anywhere.Reason));
    }

    [Fact]
    public async Task Knows_only_shops_that_sell_and_places_on_earth()
    {
        var suspended = SampleVendors.Open(UserId.New(), TimeProvider.System.GetUtcNow());
        suspended.Suspend("Not now", TimeProvider.System.GetUtcNow());
        await app.SaveAsync(suspended);
        var stall = await app.OpenStallAsync();

        foreach (var shop in (string[])[suspended.Slug, suspended.Id.Value.ToString(), "no-such-shop", Guid.Empty.ToString()])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => Shops.EstimateDeliveryAsync(shop, Near))).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(() => Shops.EstimateDeliveryAsync(stall.Vendor.Slug, new(91, 80)))).Status);
    }

    private VendorsClient Shops => new(app.Guest());
}
