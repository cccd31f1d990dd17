using System.Net;
using System.Net.Http.Json;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Notifications;

[Collection(nameof(MarketplaceApp))]
public sealed class LiveTests(MarketplaceApp app)
{
    [Fact]
    public async Task Tells_the_holder_of_an_orders_token_that_it_moved()
    {
        var (order, token) = await PlaceAsync();
        await using var client = await ListenAsync(new("orders", [$"order:{order.Number}"], token));

        await using (var db = app.OpenDb())
        {
            var mine = (await db.FindAsync<Order>(order.Id))!;
            await db.Entry(mine).Collection(o => o.Parts).LoadAsync();
            Assert.True(mine.Confirm(Now, TimeSpan.FromMinutes(3)));
            await db.SaveChangesAsync();
        }

        var changed = await client.ChangedAsync();
        Assert.Equal($"order:{order.Number}", changed!.Value.Topic);
        Assert.Equal(order.Number, changed.Value.Facts["number"]);
    }

    [Theory]
    [InlineData("orders", "order:MK-0000-0000")]
    [InlineData("orders", "dispatch")]
    [InlineData("orders", "vendor:0197d2ae-0000-7000-8000-000000000000")]
    [InlineData("orders", "vendor:x")]
    [InlineData("orders", "rider:0197d2ae-0000-7000-8000-000000000000")]
    [InlineData("notifications", "user")]
    [InlineData("inventory", "product:0197d2ae-0000-7000-8000-000000000000")]
    [InlineData("inventory", "cart")]
    [InlineData("inventory", "cart:0197d2ae-0000-7000-8000-000000000000")]
    [InlineData("inventory", "everything")]
    public async Task Answers_a_topic_that_is_not_for_the_caller_like_one_that_does_not_exist(string hub, string topic)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(() => Client().LiveTicketAsync(new(hub, [topic], null)));

        Assert.Equal((HttpStatusCode.NotFound, "live.unknown_topic"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Refuses_the_order_of_somebody_else_and_the_wrong_hub()
    {
        var (order, token) = await PlaceAsync();

        foreach (var request in new LiveTicketRequest[] { new("orders", [$"order:{order.Number}"], "wrong"), new("orders", [$"order:{order.Number}"], null), new("inventory", [$"order:{order.Number}"], token) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => Client().LiveTicketAsync(request))).Status);
        }
    }

    [Fact]
    public async Task Refuses_a_request_without_shape()
    {
        foreach (var request in new object[] { new { hub = "all", topics = new[] { "dispatch" } }, new { hub = "orders", topics = Array.Empty<string>() }, new { hub = "orders", topics = Enumerable.Repeat("dispatch", 31) } })
        {
            var answer = await app.CreateClient().PostAsJsonAsync("/api/v1/live/tickets", request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Ends_a_connection_whose_ticket_is_forged_or_for_another_hub()
    {
        var (order, token) = await PlaceAsync();
        var ticket = (await Client().LiveTicketAsync(new("orders", [$"order:{order.Number}"], token))).Ticket;

        foreach (var (hub, text) in new[] { ("orders", ticket[..^2] + "AA"), ("orders", ""), ("notifications", ticket) })
        {
            await using var client = await HubClient.ConnectAsync(app.Server, hub, text);
            Assert.Null(await client.ChangedAsync());
        }
    }

    [Fact]
    public void A_ticket_is_over_after_ten_minutes()
    {
        var clock = new MovedClock();
        var tickets = new LiveTickets(app.Services.GetRequiredService<IDataProtectionProvider>(), clock);
        var (ticket, expiresAt) = tickets.Make("orders", "x", [LiveTopic.Dispatch]);

        Assert.Equal(["dispatch"], tickets.Read(ticket, "orders")!.Groups);
        clock.By = TimeSpan.FromMinutes(10);
        Assert.Null(tickets.Read(ticket, "orders"));
        Assert.True(expiresAt > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Keeps_other_groups_messages_from_a_listener()
    {
        var (order, token) = await PlaceAsync();
        await using var client = await ListenAsync(new("orders", [$"order:{order.Number}"], token));
        var live = app.Services.CreateScope().ServiceProvider.GetRequiredService<LiveMessages>();

        await live.TellAsync(LiveTopic.Dispatch, "order", CancellationToken.None);
        await live.TellAsync(LiveTopic.Vendor(VendorId.New()), "order", CancellationToken.None);
        await live.TellAsync(LiveTopic.Order(order.Number), "position", CancellationToken.None, ("metres", "120"));

        Assert.Equal("position", (await client.ChangedAsync())!.Value.Kind);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:5100.evil.example")]
    public async Task Refuses_the_pages_of_strangers(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/ws/orders/negotiate?negotiateVersion=1&ticket=x") { Headers = { { "Origin", origin } } };

        var answer = await app.CreateClient().SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Lets_our_own_pages_in()
    {
        var origin = app.Services.GetRequiredService<PublicUrls>().Store;
        var request = new HttpRequestMessage(HttpMethod.Post, "/ws/orders/negotiate?negotiateVersion=1&ticket=x") { Headers = { { "Origin", origin } } };

        var answer = await app.CreateClient().SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(origin, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private MeClient Client() => new(app.CreateClient());

    private async Task<(Order Order, string Token)> PlaceAsync()
    {
        var token = Secrets.NewToken();
        var vendor = SampleVendors.Open(UserId.New(), Now);
        var order = SampleOrders.Place(null, token, Now, vendors: vendor.Id);
        await app.SaveAsync(vendor, order);
        return (order, token);
    }

    private async Task<HubClient> ListenAsync(LiveTicketRequest request)
    {
        var ticket = await Client().LiveTicketAsync(request);
        Assert.EndsWith($"/ws/{request.Hub}", ticket.HubUrl, StringComparison.Ordinal);
        var client = await HubClient.ConnectAsync(app.Server, request.Hub, ticket.Ticket);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<LiveConnections>().Count > 0);
        await Task.Delay(200); // the groups are joined right after the count
        return client;
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }
}
