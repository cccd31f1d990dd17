using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Deliveries;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>Whatever happens to an order, those whom it concerns hear of it: the shopper, and the shop where others ended it.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class TellOfOrderProgressTests(MarketplaceApp app)
{
    private readonly UserId _shopper = UserId.New();
    private readonly UserId _owner = UserId.New();

    [Fact]
    public async Task What_is_to_be_collected_is_told_when_it_is_ready()
    {
        var order = await PackAsync(FulfilmentMethod.Pickup);

        var mail = await app.MailAboutAsync("order-ready", order.Parts[0].Id.Value);
        Assert.Contains("Collect it at 1 Market Street", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(order.Parts[0].Pin, mail.Text, StringComparison.Ordinal); // it opens the bag, and mails are read by others too
        var notice = Assert.Single(await app.NoticesAsync(_shopper, "order_status"));
        Assert.Equal(("Ready to collect at Lotus & Leaf", $"/orders/{order.Number}"), (notice.Title, notice.Link));
    }

    [Fact]
    public async Task What_a_rider_brings_is_not_told_before_it_is_on_its_way()
    {
        var order = await PackAsync(FulfilmentMethod.Delivery);

        await app.DrainedAsync();
        Assert.False(await app.WasMailedAsync("order-ready", order.Parts[0].Id.Value));
        Assert.Empty(await app.NoticesNowAsync(_shopper, "order_status"));
    }

    [Fact]
    public async Task Who_does_not_want_to_hear_of_orders_hears_nothing()
    {
        await new NotificationPreferencesClient(app.SignedInAs(_shopper)).ChooseAsync(new([new("ORDERS", false, false)]));
        await new NotificationPreferencesClient(app.SignedInAs(_owner)).ChooseAsync(new([new("WORK", false, false)]));

        var order = await PackAsync(FulfilmentMethod.Pickup);
        await ChangeAsync(order, o => o.Cancel(o.Parts[0].Id, CancelCause.Admin, "Closed by the authorities", "Marketplace", Now));

        Assert.Contains("Closed by the authorities", (await app.MailAboutAsync("lost-order", $"{order.Parts[0].Id.Value}:cancelled")).Text, StringComparison.Ordinal); // to the shop's own address
        await app.DrainedAsync();
        Assert.False(await app.WasMailedAsync("order-ready", order.Parts[0].Id.Value));
        Assert.Empty(await app.NoticesNowAsync(_shopper, "order_status"));
        Assert.Empty(await app.NoticesNowAsync(_owner, "lost_order"));
    }

    [Fact]
    public async Task What_could_not_be_delivered_is_told_on_both_sides_until_the_money_is_back()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi, FulfilmentMethods.Delivery);
        await app.DecideAsync(placed, "pay");
        var order = await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken);
        var (part, total) = (order.Parts[0].Id, MoneyWords.Of(order.Parts[0].Total.Amount, order.Parts[0].Total.Currency));
        var ride = await app.RideOutAsync(stall, placed);

        await ride.Phone.FailAsync(ride.DeliveryId, new("NOBODY_HOME", "Rang three times."));
        var failed = await app.MailAboutAsync("order-failed", part);
        Assert.Contains("could not be delivered: Nobody was there to take it.", failed.Text, StringComparison.Ordinal);
        Assert.Contains($"we give back {total}", failed.Text, StringComparison.Ordinal);
        Assert.Contains("The rider brings it back", (await app.MailAboutAsync("lost-order", $"{part}:failed")).Text, StringComparison.Ordinal);
        Assert.Equal($"/vendor/orders/{part}", Assert.Single(await app.NoticesAsync(stall.Owner, "lost_order")).Link);

        await ride.Phone.StartAsync(ride.DeliveryId);
        await ride.Phone.ReturnedAsync(ride.DeliveryId, (await new VendorOrdersClient(app.SignedInAs(stall.Owner)).GetAsync(part)).ReturnCode!);
        Assert.Contains($"We give back {total}", (await app.MailAboutAsync("order-returned", part)).Text, StringComparison.Ordinal);
        Assert.Contains("back with you", (await app.MailAboutAsync("lost-order", $"{part}:returned")).Subject, StringComparison.Ordinal);
        Assert.Equal(2, (await app.NoticesAsync(stall.Owner, "lost_order", 2)).Count);

        var refund = await Eventually.GetAsync(async () => (await app.RaisedAsync<RefundProcessed>()).SingleOrDefault(e => e.OrderNumber == placed.Number), e => e is not null);
        var paid = await app.MailAboutAsync("refund-paid", refund!.RefundId.Value);
        Assert.Contains($"{total} for order {placed.Number} given back", paid.Subject, StringComparison.Ordinal);
        Assert.Contains("to the UPI account that you paid with", paid.Text, StringComparison.Ordinal);
        Assert.Contains(placed.AccessToken!, paid.Text, StringComparison.Ordinal); // a guest's way to the order
    }

    [Fact]
    public async Task The_shopper_finds_the_failed_delivery_and_the_refund_among_their_news()
    {
        var stall = await app.OpenStallAsync();
        var http = app.SignedInAs(_shopper);
        await new CartClient(http).AddAsync(new(stall.Variant.Value, 1));
        var placed = await Street.BuyAsync(http, PaymentMethods.Card);
        await app.DecideAsync(placed, "pay");
        await new OrdersClient(http).ReturnFromPaymentAsync(placed.Number);

        await new OrdersClient(http).CancelAsync(placed.Number, new("Changed my mind"));

        var notice = Assert.Single(await app.NoticesAsync(_shopper, "payment"));
        Assert.Equal($"/orders/{placed.Number}", notice.Link);
        Assert.Contains("given back", notice.Title, StringComparison.Ordinal);
        Assert.Equal("To the card that you paid with. Changed my mind.", notice.Message);
        await ChangeAsync(await PackAsync(FulfilmentMethod.Delivery), o =>
        {
            o.Ship(o.Parts[0].Id, "Ravi", Now);
            o.Fail(o.Parts[0].Id, "Ravi", "Nobody was there to take it", Now);
        });
        var news = await Eventually.GetAsync(() => app.NoticesNowAsync(_shopper, "order_status"), all => all.Any(n => n.Title == "Not delivered from Lotus & Leaf"));
        Assert.Contains("Nobody was there to take it. It goes back to the shop. You have paid nothing for it.", news.Select(n => n.Message));
    }

    [Fact]
    public async Task A_shop_hears_that_the_shopper_or_the_marketplace_cancelled()
    {
        var stall = await app.OpenStallAsync();
        var (byShopper, byAdmin) = (await BuyInCashAsync(stall), await BuyInCashAsync(stall));

        await Orders.CancelAsync(byShopper.Number, new("Changed my mind"), byShopper.AccessToken);
        var part = (await Orders.GetAsync(byAdmin.Number, byAdmin.AccessToken)).Parts[0].Id;
        await new AdminOrdersClient(app.SignedInAs(UserId.New(), "admin")).CancelPartAsync(byAdmin.Number, part, "The street is closed");

        var notices = await app.NoticesAsync(stall.Owner, "lost_order", 2);
        Assert.StartsWith("Changed my mind. ", Assert.Single(notices, n => n.Title == $"The shopper cancelled {byShopper.Number}").Message, StringComparison.Ordinal);
        var notice = Assert.Single(notices, n => n.Title == $"The marketplace cancelled {byAdmin.Number}");
        Assert.Equal($"/vendor/orders/{part}", notice.Link);
        Assert.Contains("The street is closed.", (await app.MailAboutAsync("lost-order", $"{part}:cancelled")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_hears_nothing_of_what_it_never_had_or_declined_itself()
    {
        var stall = await app.OpenStallAsync();
        var unpaid = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi);
        await Orders.CancelAsync(unpaid.Number, new("Changed my mind"), unpaid.AccessToken);
        var declined = await BuyInCashAsync(stall);
        await new VendorOrdersClient(app.SignedInAs(stall.Owner)).RejectAsync((await Orders.GetAsync(declined.Number, declined.AccessToken)).Parts[0].Id, new("TOO_BUSY", null));

        await app.DrainedAsync();
        Assert.Empty(await app.NoticesNowAsync(stall.Owner, "lost_order"));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private OrdersClient Orders => new(app.Guest());

    private async Task<PlacedOrder> BuyInCashAsync(Stall stall) => await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);

    /// <summary>An order of the shopper, which the owner's shop has packed.</summary>
    private async Task<Order> PackAsync(FulfilmentMethod method)
    {
        var shop = SampleVendors.Open(_owner, Now);
        var order = SampleOrders.Place(_shopper, null, Now, PaymentMethod.CashOnDelivery, method, shop.Id);
        await app.SaveAsync(shop, order);
        await ChangeAsync(order, o =>
        {
            o.Confirm(Now, TimeSpan.FromMinutes(3));
            o.Accept(o.Parts[0].Id, TimeSpan.FromMinutes(10), Now);
            o.MakeReady(o.Parts[0].Id, Now);
        });
        return order;
    }

    private async Task ChangeAsync(Order order, Action<Order> change)
    {
        await using var db = app.OpenDb();
        change(await db.Set<Order>().SingleAsync(o => o.Id == order.Id));
        await db.SaveChangesAsync();
    }
}
