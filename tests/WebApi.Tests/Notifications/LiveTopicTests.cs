using System.Net;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Notifications;
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

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private MeClient Client(UserId user) => new(user == _admin ? app.SignedInAs(user, "admin") : app.SignedInAs(user));
}
