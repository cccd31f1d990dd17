using Marketplace.Contracts.Orders;
using Marketplace.WebApi.Tests.Deliveries;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Orders;

/// <summary>What is due in cash follows what is handed over: a part that is given up is not owed any more.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class CashOrderTests(MarketplaceApp app)
{
    [Fact]
    public async Task Nothing_is_due_for_a_cancelled_order()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 2)), PaymentMethods.Cash);
        var before = await Orders.GetAsync(placed.Number, placed.AccessToken);

        var after = await Orders.CancelAsync(placed.Number, new("Changed my mind"), placed.AccessToken);

        Assert.Equal(("CASH_DUE", before.Total), (before.Payment.State, before.Payment.CashDue));
        Assert.Equal(("CANCELLED", 0m, 0m), (after.Payment.State, after.Payment.CashDue.Amount, after.Payment.Captured.Amount));
    }

    [Fact]
    public async Task Only_the_other_half_is_due_when_one_shop_cannot_deliver()
    {
        var (fruit, plants) = (await app.OpenStallAsync(price: 120), await app.OpenStallAsync(price: 80, name: "Kiln & Clay"));
        var placed = await Street.BuyAsync(await app.GuestWithAsync((fruit, 1), (plants, 1)), PaymentMethods.Cash);
        var parts = (await Orders.GetAsync(placed.Number, placed.AccessToken)).Parts;
        var (kept, given) = (parts.Single(p => p.Vendor.Id == fruit.Vendor.Id.Value), parts.Single(p => p.Vendor.Id == plants.Vendor.Id.Value));

        await new VendorOrdersClient(app.SignedInAs(plants.Owner)).RejectAsync(given.Id, new("TOO_BUSY", null));
        var halved = await Orders.GetAsync(placed.Number, placed.AccessToken);
        var shop = new VendorOrdersClient(app.SignedInAs(fruit.Owner));
        await shop.AcceptAsync(kept.Id, 10);
        await shop.ReadyAsync(kept.Id);
        await shop.HandOverAsync(kept.Id, kept.Pin!);
        var paid = await Orders.GetAsync(placed.Number, placed.AccessToken);

        Assert.Equal(("CASH_DUE", kept.Total), (halved.Payment.State, halved.Payment.CashDue));
        Assert.Equal(("CASH_COLLECTED", kept.Total, 0m), (paid.Payment.State, paid.Payment.Captured, paid.Payment.CashDue.Amount));
    }

    [Fact]
    public async Task Is_collected_when_the_last_open_part_is_given_up_after_the_other_was_handed_over()
    {
        var (fruit, plants) = (await app.OpenStallAsync(price: 120), await app.OpenStallAsync(price: 80, name: "Kiln & Clay"));
        var placed = await Street.BuyAsync(await app.GuestWithAsync((fruit, 1), (plants, 1)), PaymentMethods.Cash);
        var kept = (await Orders.GetAsync(placed.Number, placed.AccessToken)).Parts.Single(p => p.Vendor.Id == fruit.Vendor.Id.Value);
        var shop = new VendorOrdersClient(app.SignedInAs(fruit.Owner));
        await shop.AcceptAsync(kept.Id, 10);
        await shop.ReadyAsync(kept.Id);
        await shop.HandOverAsync(kept.Id, kept.Pin!);

        var after = await Orders.CancelAsync(placed.Number, new(null), placed.AccessToken);

        Assert.Equal(("CASH_COLLECTED", kept.Total, 0m), (after.Payment.State, after.Payment.Captured, after.Payment.CashDue.Amount));
    }

    [Fact]
    public async Task Is_not_due_for_what_nobody_took_and_the_history_says_why_in_words()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash, FulfilmentMethods.Delivery);
        var ride = await app.RideOutAsync(stall, placed);

        await ride.Phone.FailAsync(ride.DeliveryId, new("NOBODY_HOME", "Rang three times."));
        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.State == OrderStates.Failed);

        Assert.Equal(("CANCELLED", 0m), (order.Payment.State, order.Payment.CashDue.Amount));
        Assert.Equal("Nobody was there to take it", order.Parts[0].History.Single(h => h.State == VendorOrderStates.Failed).Note);
        await ride.Phone.StartAsync(ride.DeliveryId);
        await ride.Phone.ReturnedAsync(ride.DeliveryId, (await new VendorOrdersClient(app.SignedInAs(stall.Owner)).GetAsync(order.Parts[0].Id)).ReturnCode!);
        await Eventually.TrueAsync(async () => (await Orders.GetAsync(placed.Number, placed.AccessToken)).State == OrderStates.Returned);
        Assert.Equal((10, 0), await app.StockOfAsync(stall));
    }

    private OrdersClient Orders => new(app.Guest());
}
