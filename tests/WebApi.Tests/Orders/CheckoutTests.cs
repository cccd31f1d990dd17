using System.Net;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using OrderPlaced = Marketplace.Domain.Orders.OrderPlaced;

namespace Marketplace.WebApi.Tests.Orders;

[Collection(nameof(MarketplaceApp))]
public sealed class CheckoutTests(MarketplaceApp app)
{
    [Fact]
    public async Task Splits_one_cart_into_a_part_for_each_shop_and_the_amounts_add_up()
    {
        var (fruit, plants) = (await app.OpenStallAsync(price: 100, taxClass: "ZERO"), await app.OpenStallAsync(price: 249.50m, name: "Kiln & Clay"));
        var shopper = await app.GuestWithAsync((fruit, 2), (plants, 1));

        var placed = await Street.BuyAsync(shopper, PaymentMethods.Cash, FulfilmentMethods.Delivery);
        var order = await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken);

        Assert.Equal(OrderStates.Confirmed, order.State);
        Assert.Equal(2, order.Parts.Count);
        Assert.Equal(449.50m, order.Goods.Amount);
        Assert.Equal(order.Total.Amount, order.Parts.Sum(p => p.Total.Amount));
        Assert.Equal(order.Total.Amount, order.Goods.Amount + order.Delivery.Amount + order.PlatformFee.Amount);
        Assert.Equal(order.Tax.Amount, order.Parts.Sum(p => p.Tax.Amount));
        Assert.All(order.Parts, part => Assert.Equal(4, part.Pin!.Length));
        Assert.Equal((8, 0), await app.StockOfAsync(fruit));
        Assert.Equal(0, (await new CartClient(shopper).GetAsync()).ItemCount);
        Assert.Single(await app.RaisedAsync<OrderPlaced>(), e => e.Number == placed.Number);
    }

    [Fact]
    public async Task Refuses_when_a_price_changed_since_the_shopper_saw_it()
    {
        var stall = await app.OpenStallAsync(price: 100);
        var shopper = await app.GuestWithAsync((stall, 1));
        FulfilmentChoice[] choices = [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)];
        var quote = await new CheckoutClient(shopper).QuoteAsync(new(null, choices));
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteAsync($"update catalog.variants set price_amount = 120 where id = '{stall.Variant.Value}'");
        }

        var refused = await Assert.ThrowsAsync<ApiException>(() => new CheckoutClient(shopper).PlaceOrderAsync(
            new(Street.Aditi, null, choices, PaymentMethods.Cash, null, quote.Fingerprint), "changed-price"));

        Assert.Equal((HttpStatusCode.Conflict, "checkout.quote_changed"), (refused.Status, refused.Code));
        Assert.Equal((10, 0), await app.StockOfAsync(stall));
    }

    [Fact]
    public async Task Tells_the_field_at_fault_and_places_nothing()
    {
        var stall = await app.OpenStallAsync();
        var shopper = await app.GuestWithAsync((stall, 1));

        var refused = await Assert.ThrowsAsync<ApiException>(() => new CheckoutClient(shopper).PlaceOrderAsync(
            new(new("Aditi", "no mail", "x"), null, [], "GOLD", null, "f"), "bad-input"));

        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), (refused.Status, refused.Code));
        Assert.Contains("contact.email", refused.Errors.Keys);
        Assert.Contains("paymentMethod", refused.Errors.Keys);
        Assert.Equal(1, (await new CartClient(shopper).GetAsync()).ItemCount);
    }

    [Fact]
    public async Task Needs_an_address_only_for_what_is_delivered()
    {
        var stall = await app.OpenStallAsync();
        var shopper = await app.GuestWithAsync((stall, 1));
        var checkout = new CheckoutClient(shopper);

        var quote = await checkout.QuoteAsync(new(null, [new(stall.Vendor.Id.Value, FulfilmentMethods.Delivery)]));

        var options = Assert.Single(quote.Vendors).Options;
        Assert.False(options.Single(o => o.Method == FulfilmentMethods.Delivery).IsAvailable);
        Assert.True(options.Single(o => o.Method == FulfilmentMethods.Pickup).IsAvailable);
        var refused = await Assert.ThrowsAsync<ApiException>(() => checkout.PlaceOrderAsync(
            new(Street.Aditi, null, [new(stall.Vendor.Id.Value, FulfilmentMethods.Delivery)], PaymentMethods.Cash, null, quote.Fingerprint), "no-address"));
        Assert.Equal("checkout.cannot_fulfil", refused.Code);
    }

    [Fact]
    public async Task Shows_an_order_to_its_owner_alone()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);
        var (aditi, mallory) = (UserId.New(), UserId.New());
        await new CartClient(app.SignedInAs(aditi)).AddAsync(new(stall.Variant.Value, 1));
        var mine = await Street.BuyAsync(app.SignedInAs(aditi), PaymentMethods.Cash);

        Assert.Null(mine.AccessToken);
        Assert.Equal(mine.Number, Assert.Single((await new OrdersClient(app.SignedInAs(aditi)).ListAsync()).Items).Number);
        foreach (var (client, number, token) in new (HttpClient, string, string?)[]
        {
            (app.Guest(), placed.Number, null), (app.Guest(), placed.Number, "guessed"), (app.SignedInAs(mallory), placed.Number, null),
            (app.Guest(), mine.Number, placed.AccessToken), (app.SignedInAs(mallory), mine.Number, null), (app.Guest(), "MK-0000-0000", null),
        })
        {
            var hidden = await Assert.ThrowsAsync<ApiException>(() => new OrdersClient(client).GetAsync(number, token));
            Assert.Equal((HttpStatusCode.NotFound, "order.not_found"), (hidden.Status, hidden.Code));
        }
    }

    [Fact]
    public async Task Lets_the_shopper_cancel_until_the_shop_begins_and_gives_the_stock_back()
    {
        var (fruit, plants) = (await app.OpenStallAsync(), await app.OpenStallAsync(name: "Kiln & Clay"));
        var placed = await Street.BuyAsync(await app.GuestWithAsync((fruit, 3), (plants, 2)), PaymentMethods.Cash);
        var orders = new OrdersClient(app.Guest());
        var part = (await orders.GetAsync(placed.Number, placed.AccessToken)).Parts.Single(p => p.Vendor.Id == plants.Vendor.Id.Value);
        await new VendorOrdersClient(app.SignedInAs(plants.Owner)).AcceptAsync(part.Id, 10);

        var tooLate = await Assert.ThrowsAsync<ApiException>(() => orders.CancelPartAsync(placed.Number, part.Id, new(null), placed.AccessToken));
        var after = await orders.CancelAsync(placed.Number, new("Changed my mind"), placed.AccessToken);

        Assert.Equal("order.too_late_to_cancel", tooLate.Code);
        Assert.Equal(OrderStates.Preparing, after.State);
        Assert.Equal([VendorOrderStates.Cancelled, VendorOrderStates.Preparing], after.Parts.Select(p => p.State).Order());
        Assert.Equal((10, 0), await app.StockOfAsync(fruit));
        Assert.Equal((8, 0), await app.StockOfAsync(plants));
    }

    [Fact]
    public async Task Hides_orders_of_other_shops_and_those_that_are_not_paid()
    {
        var (stall, other) = (await app.OpenStallAsync(), await app.OpenStallAsync());
        var unpaid = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi);
        var order = await new OrdersClient(app.Guest()).GetAsync(unpaid.Number, unpaid.AccessToken);
        var vendorOrders = new VendorOrdersClient(app.SignedInAs(stall.Owner));

        Assert.Empty(await vendorOrders.OpenAsync());
        await AssertHiddenAsync(() => vendorOrders.AcceptAsync(order.Parts[0].Id, 10));
        await app.DecideAsync(unpaid, "pay");
        await new OrdersClient(app.Guest()).ReturnFromPaymentAsync(unpaid.Number, unpaid.AccessToken);
        Assert.Single(await vendorOrders.OpenAsync());
        await AssertHiddenAsync(() => new VendorOrdersClient(app.SignedInAs(other.Owner)).GetAsync(order.Parts[0].Id));
        await AssertHiddenAsync(() => new VendorOrdersClient(app.SignedInAs(other.Owner)).RejectAsync(order.Parts[0].Id, new("TOO_BUSY", null)));

        static async Task AssertHiddenAsync(Func<Task> call) => Assert.Equal("order.not_found", (await Assert.ThrowsAsync<ApiException>(call)).Code);
    }

    [Fact]
    public async Task Hands_a_collected_order_over_against_its_PIN_only()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);
        var orders = new OrdersClient(app.Guest());
        var part = (await orders.GetAsync(placed.Number, placed.AccessToken)).Parts[0];
        var shop = new VendorOrdersClient(app.SignedInAs(stall.Owner));
        await shop.AcceptAsync(part.Id, 10);
        await shop.ReadyAsync(part.Id);

        var wrong = await Assert.ThrowsAsync<ApiException>(() => shop.HandOverAsync(part.Id, part.Pin == "0000" ? "0001" : "0000"));
        await shop.HandOverAsync(part.Id, part.Pin!);
        var after = await orders.GetAsync(placed.Number, placed.AccessToken);

        Assert.Equal("order.wrong_pin", wrong.Code);
        Assert.Equal((OrderStates.Delivered, "CASH_COLLECTED"), (after.State, after.Payment.State));
        await orders.RateLineAsync(placed.Number, part.Lines[0].Id, 5, placed.AccessToken);
        Assert.Equal(5, (await orders.GetAsync(placed.Number, placed.AccessToken)).Parts[0].Lines[0].Stars);
    }

    [Fact]
    public async Task Rejects_by_itself_what_the_shop_does_not_answer()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 4)), PaymentMethods.Cash);
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteAsync($"update orders.vendor_orders set answer_by = now() - interval '1 second' where order_id = '{placed.OrderId}'");
        }

        var order = await Eventually.GetAsync(
            () => new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken), o => o.State == OrderStates.Cancelled);

        Assert.Contains("did not answer", order.Parts[0].CancelReason);
        Assert.Equal((10, 0), await app.StockOfAsync(stall));
    }
}
