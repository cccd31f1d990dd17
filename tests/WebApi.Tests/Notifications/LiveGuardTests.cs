using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>How a live connection ends when it should.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class LiveGuardTests(MarketplaceApp app)
{
    private const string Ping = """{"type":6}""";

    [Fact]
    public async Task Cuts_off_who_talks_too_much_and_nobody_else()
    {
        var owner = UserId.New();
        var shop = SampleVendors.Open(owner, Now);
        await app.SaveAsync(shop);
        await using var quiet = await ListenAsync(owner, LiveTopic.Vendor(shop.Id));
        await using var loud = await ListenAsync(owner, LiveTopic.Vendor(shop.Id));
        for (var i = 0; i < LiveFloodGuard.MaxPerSecond / 2; i++)
        {
            await quiet.SayAsync(Ping);
        }

        for (var i = 0; i < 200; i++)
        {
            await loud.SayAsync(Ping);
        }

        await EndsAsync(loud);
        await StillHearsAsync(quiet, LiveTopic.Vendor(shop.Id));
    }

    [Fact]
    public async Task Cuts_off_who_says_too_much_at_once()
    {
        var owner = UserId.New();
        var shop = SampleVendors.Open(owner, Now);
        await app.SaveAsync(shop);
        await using var listener = await ListenAsync(owner, LiveTopic.Vendor(shop.Id));
        await listener.SayAsync($$"""{"type":6,"x":"{{new string('x', 2 * 1024)}}"}""");
        await StillHearsAsync(listener, LiveTopic.Vendor(shop.Id));

        await listener.SayAsync($$"""{"type":6,"x":"{{new string('x', 5 * 1024)}}"}""");

        await EndsAsync(listener);
    }

    [Fact]
    public async Task Refuses_a_socket_that_a_strangers_page_opens()
    {
        var ticket = await new MeClient(app.SignedInAs(UserId.New())).LiveTicketAsync(new("notifications", ["user"], null));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => HubClient.ConnectAsync(app.Server, "notifications", ticket.Ticket, "https://evil.example"));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        await using var ours = await HubClient.ConnectAsync(app.Server, "notifications", ticket.Ticket, app.Services.GetRequiredService<PublicUrls>().Portal);
    }

    [Theory]
    [InlineData("""{"type":1,"target":"OnConnectedAsync","arguments":[],"invocationId":"1"}""")]
    [InlineData("""{"type":1,"target":"AddToGroupAsync","arguments":["dispatch"]}""")]
    [InlineData("""{"type":4,"target":"x","arguments":[],"invocationId":"2"}""")]
    public async Task There_is_nothing_to_call(string call)
    {
        var owner = UserId.New();
        var shop = SampleVendors.Open(owner, Now);
        await app.SaveAsync(shop);
        await using var listener = await ListenAsync(owner, LiveTopic.Vendor(shop.Id));

        await listener.SayAsync(call);
        await LiveAsync(LiveTopic.Dispatch);

        await StillHearsAsync(listener, LiveTopic.Vendor(shop.Id));
    }

    [Fact]
    public async Task Ends_a_connection_with_its_ticket()
    {
        var almostOver = new LiveTickets(app.Services.GetRequiredService<IDataProtectionProvider>(), new EarlierClock(LiveTickets.Lifetime - TimeSpan.FromSeconds(3)));
        await using var listener = await HubClient.ConnectAsync(app.Server, "orders", almostOver.Make("orders", UserId.New().Value.ToString("N"), [LiveTopic.Vendor(VendorId.New())]).Ticket);

        Assert.Null(await listener.ChangedAsync());
    }

    [Fact]
    public async Task Ends_it_when_somebody_leaves_the_shop_or_its_orders_or_rides_no_longer()
    {
        var (owner, leaver, moved, retired) = (UserId.New(), UserId.New(), UserId.New(), UserId.New());
        var shop = SampleVendors.Open(owner, Now);
        shop.Join(leaver, VendorRole.Orders, Now);
        shop.Join(moved, VendorRole.Orders, Now);
        var rider = Rider.Register(retired, "Ravi", "+91 98400 22222", "Bicycle", isActive: true, Now);
        await app.SaveAsync(shop, rider);
        await using var stays = await ListenAsync(owner, LiveTopic.Vendor(shop.Id));
        await using var leaves = await ListenAsync(leaver, LiveTopic.Vendor(shop.Id));
        await using var moves = await ListenAsync(moved, LiveTopic.Vendor(shop.Id));
        await using var rides = await ListenAsync(retired, LiveTopic.Rider(rider.Id));
        var rights = app.Services.GetRequiredService<LiveRights>();
        await rights.CheckAsync(CancellationToken.None);
        await StillHearsAsync(leaves, LiveTopic.Vendor(shop.Id));
        await StillHearsAsync(rides, LiveTopic.Rider(rider.Id));

        await using (var db = app.OpenDb())
        {
            await db.Set<VendorMember>().Where(m => m.UserId == leaver).ExecuteDeleteAsync();
            await db.Set<VendorMember>().Where(m => m.UserId == moved).ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, VendorRole.Catalogue));
            await db.Set<Rider>().Where(r => r.Id == rider.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.IsActive, false));
        }

        await rights.CheckAsync(CancellationToken.None);

        await EndsAsync(leaves);
        await EndsAsync(moves);
        await EndsAsync(rides);
        await LiveAsync(LiveTopic.Vendor(shop.Id));
        Assert.NotNull(await stays.ChangedAsync());
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<HubClient> ListenAsync(UserId user, LiveTopic topic)
    {
        var ticket = await new MeClient(app.SignedInAs(user)).LiveTicketAsync(new("orders", [topic.Name], null));
        var listener = await HubClient.ConnectAsync(app.Server, "orders", ticket.Ticket);
        await StillHearsAsync(listener, topic);
        return listener;
    }

    /// <summary>Tells until it is heard: the first may come before the groups are joined.</summary>
    private async Task StillHearsAsync(HubClient listener, LiveTopic topic)
    {
        var heard = listener.ChangedAsync();
        while (!heard.IsCompleted)
        {
            await LiveAsync(topic);
            await Task.WhenAny(heard, Task.Delay(50));
        }

        Assert.Equal(topic.Name, (await heard)!.Value.Topic);
    }

    /// <summary>What was told before may still be on its way.</summary>
    private static async Task EndsAsync(HubClient listener)
    {
        while (await listener.ChangedAsync() is not null)
        {
        }
    }

    private async Task LiveAsync(LiveTopic topic)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LiveMessages>().TellAsync(topic, "test", CancellationToken.None);
    }

    private sealed class EarlierClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }
}
