using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

[Collection(nameof(MarketplaceApp))]
public sealed class ReorderTests(MarketplaceApp app)
{
    [Fact]
    public async Task Fills_the_cart_with_what_can_be_had_and_names_the_rest()
    {
        var (plenty, scarce, gone) = (await app.OpenStallAsync(), await app.OpenStallAsync(stock: 5), await app.OpenStallAsync(stock: 2));
        var shopper = await app.GuestWithAsync((plenty, 3), (scarce, 4), (gone, 2));
        var placed = await Street.BuyAsync(shopper, PaymentMethods.Cash);
        var orders = new OrdersClient(shopper);

        var again = await orders.ReorderAsync(placed.Number, placed.AccessToken);
        var twice = await orders.ReorderAsync(placed.Number, placed.AccessToken);

        Assert.Equal([(plenty.Vendor.Id.Value, 3), (scarce.Vendor.Id.Value, 1)], Quantities(again.Cart));
        Assert.Equal([(1, LineProblems.NotEnough), (0, LineProblems.SoldOut)], again.Misses.Select(m => (m.InCart, m.Problem)).OrderByDescending(m => m.InCart));
        Assert.Equal(Quantities(again.Cart), Quantities(twice.Cart));
    }

    [Fact]
    public async Task Opens_a_cart_for_a_guest_who_has_none()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 2)), PaymentMethods.Cash);

        var again = await new OrdersClient(app.Guest()).ReorderAsync(placed.Number, placed.AccessToken);

        Assert.Empty(again.Misses);
        Assert.Equal(2, (await new CartClient(app.Guest(again.Cart.Token)).GetAsync()).ItemCount);
    }

    [Fact]
    public async Task The_card_of_a_gift_reaches_the_shop_and_is_not_longer_than_a_card()
    {
        var stall = await app.OpenStallAsync();
        var shopper = await app.GuestWithAsync((stall, 1));
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)];
        var quote = await new CheckoutClient(shopper).QuoteAsync(new(null, choices));
        var request = new PlaceOrderRequest(Street.Aditi, null, choices, PaymentMethods.Cash, null, quote.Fingerprint, " Happy birthday, Amma. ");

        var refused = await Assert.ThrowsAsync<ApiException>(() => new CheckoutClient(shopper).PlaceOrderAsync(request with { GiftMessage = new('x', 301) }, "a-long-card"));
        var placed = await new CheckoutClient(shopper).PlaceOrderAsync(request, "a-card");
        var seen = Assert.Single(await new VendorOrdersClient(app.SignedInAs(stall.Owner)).OpenAsync());

        Assert.Contains("giftMessage", refused.Errors.Keys);
        Assert.Equal(placed.Number, seen.Number);
        Assert.Equal("Happy birthday, Amma.", seen.GiftMessage);
    }

    private static (Guid Vendor, int Units)[] Quantities(CartDto cart) => [.. cart.Groups.Select(g => (g.Vendor.Id, Units: g.Lines.Sum(l => l.Quantity))).OrderByDescending(g => g.Units)];
}
