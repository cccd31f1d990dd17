using System.Net;
using Marketplace.Application.Orders;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Orders;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Deliveries;

[Collection(nameof(MarketplaceApp))]
public sealed class DispatchTests(MarketplaceApp app)
{
    [Fact]
    public async Task The_dispatcher_gives_a_delivery_to_one_rider_and_then_to_another()
    {
        var (first, firstPhone) = await app.RiderAsync("First");
        var (second, secondPhone) = await app.RiderAsync("Second");
        var offer = await app.OfferedAsync(first);
        var id = (await firstPhone.HomeAsync()).Offer!.DeliveryId;

        Assert.Equal("Second", (await app.Dispatch().AssignAsync(id, second.Id.Value)).RiderName);
        Assert.Null((await firstPhone.HomeAsync()).Offer);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "offer.taken", () => firstPhone.AcceptAsync(offer.Id.Value));

        Assert.Equal("First", (await app.Dispatch().AssignAsync(id, first.Id.Value)).RiderName);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => secondPhone.GetAsync(id));
        await firstPhone.PickUpAsync(id, "7413");
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.BadRequest, "delivery.reason_needed", () => app.Dispatch().AssignAsync(id, second.Id.Value));
    }

    [Fact]
    public async Task Nobody_is_given_a_second_delivery_or_one_while_offline()
    {
        var (busy, _) = await app.RiderAsync("Busy");
        await app.AssignedAsync(busy);
        var (offline, _) = await app.RiderAsync("Offline", isOnline: false);
        var (asked, phone) = await app.RiderAsync("Asked");
        await app.OfferedAsync(asked);
        var id = (await phone.HomeAsync()).Offer!.DeliveryId;

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "rider.busy", () => app.Dispatch().AssignAsync(id, busy.Id.Value));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "rider.offline", () => app.Dispatch().AssignAsync(id, offline.Id.Value));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.NotFound, "rider.not_found", () => app.Dispatch().AssignAsync(id, Guid.CreateVersion7()));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => app.Dispatch().AssignAsync(Guid.CreateVersion7(), asked.Id.Value));
    }

    [Fact]
    public async Task The_board_shows_who_rides_and_what_is_under_way()
    {
        var (rider, phone) = await app.RiderAsync("Board Rider");
        var delivery = await app.AssignedAsync(rider, cash: 250);
        await phone.ReportPositionAsync(new(new(-40, -120), 10, null, null));

        var board = await app.Dispatch().BoardAsync();

        var item = Assert.Single(board.Deliveries, d => d.Id == delivery.Id.Value);
        Assert.Equal((DeliveryStates.Assigned, "Board Rider", 250m), (item.State, item.RiderName, item.CashToCollect!.Amount));
        var seen = Assert.Single(board.Riders, r => r.Id == rider.Id.Value);
        Assert.Equal((RiderStates.Busy, 1, -40d), (seen.State, seen.ActiveDeliveries, seen.Position!.Latitude));
        Assert.Equal("dispatch", board.LiveTopic);
        Assert.Equal(delivery.Number, Assert.Single((await app.Dispatch().DeliveriesAsync(delivery.Number.ToLowerInvariant())).Items).OrderNumber);
        Assert.Contains((await app.Dispatch().RidersAsync("board rider")).Items, r => r.Id == rider.Id.Value);
    }

    [Fact]
    public async Task Only_admins_dispatch()
    {
        var (rider, _) = await app.RiderAsync();
        var notAdmin = new DispatchClient(app.SignedInAs(rider.UserId));

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Forbidden, "request.forbidden", () => notAdmin.BoardAsync());
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Forbidden, "request.forbidden", () => notAdmin.AssignAsync(Guid.CreateVersion7(), rider.Id.Value));
    }

    [Fact]
    public async Task A_person_without_an_account_cannot_become_a_rider() => await RideDeliveryTests.RefusedAsync(
        HttpStatusCode.BadRequest, "rider.no_such_user", () => app.Dispatch().AddRiderAsync(new("nobody@example.org", "Nobody", "+91 1234", null, true)));

    [Fact]
    public async Task Follows_an_order_from_the_shops_yes_to_the_shoppers_door()
    {
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteAsync("update deliveries.riders set is_online = false, online_since = null"); // nobody whom another test left online is asked
        }

        var now = TimeProvider.System.GetUtcNow();
        var order = await PlaceAsync(now);
        order.Confirm(now, TimeSpan.FromMinutes(3));
        var part = order.Parts[0];
        Assert.True(order.Accept(part.Id, TimeSpan.FromMinutes(10), now).IsSuccess);
        await app.SaveAsync(order);

        var delivery = await Eventually.GetAsync(() => FindAsync(part.Id), d => d is not null);
        Assert.Equal((order.Number, part.Total, "1234", "4321"), (delivery!.Number, delivery.CashToCollect, delivery.PickupCode, delivery.Pin));
        Assert.Equal(("Lotus & Leaf", "Meera Iyer", part.RiderFee), (delivery.From.Name, delivery.To.Name, delivery.Fee));

        var tracked = await TrackAsync(part.Id);
        Assert.Equal(DeliveryStates.Searching, tracked.State);
        Assert.Null(tracked.RiderFirstName);
        Assert.True(tracked.ArrivesTo > tracked.ArrivesFrom && tracked.ArrivesFrom > now);

        var (rider, phone) = await app.RiderAsync("Ravi Kumar");
        await app.Dispatch().AssignAsync(delivery.Id.Value, rider.Id.Value);
        await phone.ReportPositionAsync(new(new(12.912, 80.242), 8, null, 5));
        Assert.Null((await TrackAsync(part.Id)).Position); // not yet carrying anything
        await phone.PickUpAsync(delivery.Id.Value, "1234");
        await phone.StartAsync(delivery.Id.Value);

        var riding = await TrackAsync(part.Id);
        Assert.Equal((DeliveryStates.InTransit, "Ravi", 12.912), (riding.State, riding.RiderFirstName, riding.Position!.Latitude));
        Assert.InRange(riding.MetresLeft!.Value, 300, 600);
    }

    [Fact]
    public async Task A_cancelled_order_frees_its_rider()
    {
        var now = TimeProvider.System.GetUtcNow();
        var order = await PlaceAsync(now);
        order.Confirm(now, TimeSpan.FromMinutes(3));
        order.Accept(order.Parts[0].Id, TimeSpan.FromMinutes(10), now);
        await app.SaveAsync(order);
        var delivery = (await Eventually.GetAsync(() => FindAsync(order.Parts[0].Id), d => d is not null))!;
        var (rider, phone) = await app.RiderAsync();
        await app.Dispatch().AssignAsync(delivery.Id.Value, rider.Id.Value);

        await using (var db = app.OpenDb())
        {
            var loaded = await db.Set<Order>().SingleAsync(o => o.Id == order.Id);
            loaded.Cancel(order.Parts[0].Id, CancelCause.Vendor, "Sold out", "Lotus & Leaf", now);
            await db.SaveChangesAsync();
        }

        await Eventually.TrueAsync(async () => (await phone.HomeAsync()).State == RiderStates.Online);
        Assert.Equal(DeliveryState.Cancelled, (await FindAsync(order.Parts[0].Id))!.State);
    }

    private async Task<Order> PlaceAsync(DateTimeOffset now)
    {
        var shop = SampleVendors.Open(UserId.New(), now);
        await app.SaveAsync(shop);
        return SampleOrders.Place(UserId.New(), null, now, PaymentMethod.CashOnDelivery, shop.Id);
    }

    private async Task<Delivery?> FindAsync(VendorOrderId part)
    {
        await using var db = app.OpenDb();
        return await db.Set<Delivery>().AsNoTracking().SingleOrDefaultAsync(d => d.VendorOrderId == part);
    }

    private async Task<TrackingDto> TrackAsync(VendorOrderId part)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ITracking>().OfAsync([part], CancellationToken.None))[part];
    }
}
