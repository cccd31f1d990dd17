using System.Net;
using Marketplace.Application.Notifications;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>Who may hear what: every kind of topic for every kind of caller.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class LiveTopicTests(MarketplaceApp app)
{
    private readonly UserId _shopper = UserId.New();
    private readonly UserId _owner = UserId.New();
    private readonly UserId _rider = UserId.New();
    private readonly UserId _stranger = UserId.New();
    private readonly UserId _admin = UserId.New();

    [Fact]
    public async Task Gives_each_topic_to_those_it_is_for_and_to_nobody_else()
    {
        var vendor = SampleVendors.Open(_owner, Now);
        var order = SampleOrders.Place(_shopper, null, Now, vendors: vendor.Id);
        var rider = Rider.Register(_rider, "Ravi", "+91 98400 22222", "Bicycle", isActive: true, Now);
        await app.SaveAsync(vendor, order, rider);
        (string Hub, string Topic, UserId[] For)[] table =
        [
            ("orders", $"order:{order.Number}", [_shopper, _admin]),
            ("orders", $"vendor:{vendor.Id.Value}", [_owner, _admin]),
            ("orders", $"rider:{rider.Id.Value}", [_rider]),
            ("orders", "dispatch", [_admin]),
            ("notifications", "user", [_shopper, _owner, _rider, _stranger, _admin]),
            ("inventory", "cart", [_shopper, _owner, _rider, _stranger, _admin]),
        ];

        foreach (var (hub, topic, allowed) in table)
        {
            foreach (var caller in new[] { _shopper, _owner, _rider, _stranger, _admin })
            {
                var client = Client(caller);
                if (allowed.Contains(caller))
                {
                    Assert.NotEmpty((await client.LiveTicketAsync(new(hub, [topic], null))).Ticket);
                }
                else
                {
                    var refused = await Assert.ThrowsAsync<ApiException>(() => client.LiveTicketAsync(new(hub, [topic], null)));
                    Assert.Equal((HttpStatusCode.NotFound, "live.unknown_topic"), (refused.Status, refused.Code));
                }
            }
        }
    }

    [Fact]
    public async Task Refuses_a_ticket_that_asks_for_one_topic_too_many()
    {
        var mine = SampleVendors.Open(_owner, Now);
        var theirs = SampleVendors.Open(_stranger, Now);
        await app.SaveAsync(mine, theirs);

        var refused = await Assert.ThrowsAsync<ApiException>(() => Client(_owner).LiveTicketAsync(new("orders", [$"vendor:{mine.Id.Value}", $"vendor:{theirs.Id.Value}"], null)));

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
    }

    [Fact]
    public async Task Rings_the_bell_of_its_owner_and_tells_other_windows_that_it_was_read()
    {
        var ticket = await Client(_shopper).LiveTicketAsync(new("notifications", ["user"], null));
        await using var hub = await HubClient.ConnectAsync(app.Server, "notifications", ticket.Ticket);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<LiveConnections>().Count > 0);
        await Task.Delay(200);
        var news = Notification.Tell(_shopper, "welcome", "Hello", "There", "/", Now);

        await app.SaveAsync(Notification.Tell(_stranger, "order_status", "Not yours", "x", "/", Now), news);

        var rung = await hub.ChangedAsync();
        Assert.Equal(("user", "welcome"), (rung!.Value.Topic, rung.Value.Kind));
        var list = new Contracts.Notifications.NotificationsClient(app.SignedInAs(_shopper));
        Assert.Equal(news.Id.Value, Assert.Single((await list.ListAsync()).Items).Id);
        await list.MarkReadAsync(news.Id.Value);
        Assert.Equal("read", (await hub.ChangedAsync())!.Value.Kind);
        Assert.True(Assert.Single((await list.ListAsync()).Items).IsRead);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => new Contracts.Notifications.NotificationsClient(app.SignedInAs(_stranger)).MarkReadAsync(news.Id.Value))).Status);
    }

    [Fact]
    public async Task Tells_the_shop_of_a_new_order_with_its_deadline()
    {
        var vendor = SampleVendors.Open(_owner, Now);
        var order = SampleOrders.Place(_shopper, null, Now, vendors: vendor.Id);
        await app.SaveAsync(vendor, order);
        var ticket = await Client(_owner).LiveTicketAsync(new("orders", [$"vendor:{vendor.Id.Value}"], null));
        await using var hub = await HubClient.ConnectAsync(app.Server, "orders", ticket.Ticket);
        await Task.Delay(400);

        await using (var db = app.OpenDb())
        {
            (await db.Set<Order>().SingleAsync(o => o.Id == order.Id)).Confirm(Now, TimeSpan.FromMinutes(3));
            await db.SaveChangesAsync();
        }

        HashSet<string> kinds = []; // two messages, in whichever order their forwarders ran
        while (kinds.Count < 2)
        {
            var changed = (await hub.ChangedAsync())!.Value;
            Assert.Equal($"vendor:{vendor.Id.Value}", changed.Topic);
            Assert.Equal(order.Number, changed.Facts["number"]);
            kinds.Add(changed.Kind);
        }

        Assert.Equal(["new_order", "order"], kinds.Order());
    }

    [Fact]
    public async Task Tells_a_shoppers_devices_of_their_cart_and_nobody_of_anothers()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var variant = (await shop.PublishAsync(shop.Request())).Variants[0].Id;
        await using var device = await ListenAsync(_shopper, new("inventory", ["cart"], null));
        await using var stranger = await ListenAsync(_stranger, new("inventory", ["cart"], null));
        var mine = new CartClient(app.SignedInAs(_shopper));

        foreach (var change in (Func<Task>[])[
            () => mine.AddAsync(new(variant, 1)), () => mine.SetQuantityAsync(variant, 2), () => mine.SaveForLaterAsync(variant), () => mine.MoveToCartAsync(variant), () => mine.RemoveAsync(variant),
            () => mine.ClearAsync()])
        {
            await change();
            var heard = (await device.ChangedAsync())!.Value;
            Assert.Equal(("cart", "cart"), (heard.Topic, heard.Kind));
        }

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LiveMessages>().TellAsync(LiveTopic.Cart(_stranger), "test", CancellationToken.None);
        Assert.Equal("test", (await stranger.ChangedAsync())!.Value.Kind); // and none of the six before it
    }

    [Fact]
    public async Task Tells_the_open_pages_of_a_product_of_its_stock_and_of_what_the_shop_changes()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request());
        var other = await shop.PublishAsync(shop.Request("Clay bowl"));
        await app.DrainedAsync();
        await using var page = await ListenAsync(null, new("inventory", [$"product:{product.Id}"], null));

        await shop.Products.SetStockAsync(other.Variants[0].Id, new(0, null, null));
        await shop.Products.SetStockAsync(product.Variants[0].Id, new(0, null, null));
        var stock = (await page.ChangedAsync())!.Value;
        await shop.Products.SetPriceAsync(product.Variants[0].Id, new(99, null));
        var price = (await page.ChangedAsync())!.Value;

        Assert.Equal(($"product:{product.Id}", "stock", "false"), (stock.Topic, stock.Kind, stock.Facts["isAvailable"]));
        Assert.Equal(($"product:{product.Id}", "product"), (price.Topic, price.Kind));
    }

    [Fact]
    public async Task Gives_a_page_of_many_orders_or_products_one_ticket_and_none_when_one_of_them_is_anothers()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var products = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            products.Add($"product:{(await shop.PublishAsync(shop.Request($"Lamp {i}"))).Id}");
        }

        var orders = new[] { _shopper, _shopper, _stranger }.Select(of => SampleOrders.Place(of, null, Now, vendors: shop.Vendor.Id)).ToArray();
        await app.SaveAsync(orders);
        string[] numbers = [.. orders.Select(o => $"order:{o.Number}")];

        Assert.NotEmpty((await Client(_shopper).LiveTicketAsync(new("inventory", [.. products, "cart"], null))).Ticket);
        Assert.NotEmpty((await Client(_shopper).LiveTicketAsync(new("orders", numbers[..2], null))).Ticket);
        foreach (var (hub, topics) in new (string, string[])[] { ("orders", numbers), ("inventory", [.. products, $"product:{Guid.CreateVersion7()}"]), ("inventory", [.. products, "product:x"]) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => Client(_shopper).LiveTicketAsync(new(hub, topics, null)))).Status);
        }
    }

    /// <param name="user">Null for a guest.</param>
    private async Task<HubClient> ListenAsync(UserId? user, LiveTicketRequest wanted)
    {
        var ticket = await (user is { } known ? Client(known) : new(app.Guest())).LiveTicketAsync(wanted);
        var hub = await HubClient.ConnectAsync(app.Server, wanted.Hub, ticket.Ticket);
        await Task.Delay(400); // the groups are joined right after the connection
        return hub;
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private MeClient Client(UserId user) => new(user == _admin ? app.SignedInAs(user, "admin") : app.SignedInAs(user));
}
