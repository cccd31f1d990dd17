using System.Net;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Orders;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Deliveries;

/// <summary>A rider has gone silent with a parcel: the dispatcher resolves it, and goods and money follow.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class RescueDeliveryTests(MarketplaceApp app)
{
    private OrdersClient Orders => new(app.Guest());

    [Fact]
    public async Task Another_rider_takes_over_what_was_picked_up_and_delivers_it()
    {
        var (silent, silentPhone) = await app.RiderAsync("Silent");
        var (other, otherPhone) = await app.RiderAsync("Other");
        var delivery = await app.AssignedAsync(silent, cash: 480);
        var id = delivery.Id.Value;
        await silentPhone.PickUpAsync(id, "7413");
        await silentPhone.StartAsync(id);

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.BadRequest, "delivery.reason_needed", () => app.Dispatch().AssignAsync(id, other.Id.Value, " "));
        var passed = await app.Dispatch().AssignAsync(id, other.Id.Value, "The phone is dead");

        Assert.Equal((DeliveryStates.InTransit, "Other"), (passed.State, passed.RiderName));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => silentPhone.DeliverAsync(id, new("4071", 480)));
        Assert.Equal(RiderStates.Online, (await silentPhone.HomeAsync()).State);
        Assert.Equal(DeliveryStates.Delivered, (await otherPhone.DeliverAsync(id, new("4071", 480))).State);
        var noted = Assert.Single(await NotedAsync(id));
        Assert.Equal(("delivery.passed-on", silent.Id.Value.ToString(), other.Id.Value.ToString(), "The phone is dead"), (noted.Action, noted.Before, noted.After, noted.Reason));
    }

    [Fact]
    public async Task What_is_lost_is_paid_back_in_full_and_stays_off_the_shelf()
    {
        var stall = await app.OpenStallAsync();
        var (placed, ride) = await RideOutAsync(stall, PaymentMethods.Upi);

        Assert.Equal(DeliveryStates.Lost, (await app.Dispatch().ResolveAsync(ride.DeliveryId, DeliveryOutcomes.Lost, "The bag was stolen.")).State);

        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.Payment.Refunds is [{ State: "COMPLETED" }]);
        Assert.Equal((OrderStates.Cancelled, order.Total, "The bag was stolen."), (order.State, Assert.Single(order.Payment.Refunds).Amount, order.Parts[0].CancelReason));
        Assert.Equal((9, 0), await app.StockOfAsync(stall));
        Assert.Equal(RiderStates.Online, (await ride.Phone.HomeAsync()).State);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_state", () => ride.Phone.DeliverAsync(ride.DeliveryId, new(ride.Pin, ride.Cash)));
        var noted = (await NotedAsync(ride.DeliveryId)).Single(n => n.Action == "delivery.lost");
        Assert.Equal(("InTransit", "Lost", "The bag was stolen.", stall.Vendor.Id.Value), (noted.Before, noted.After, noted.Reason, noted.VendorId));
        var told = Assert.Single((await new AuditClient(app.SignedInAs(stall.Owner)).ShopAsync(new(What: "delivery"))).Items);
        Assert.Equal((AuditActors.Marketplace, null), (told.Actor, told.ActorId)); // not by which administrator
    }

    [Fact]
    public async Task No_cash_is_due_for_what_is_lost()
    {
        var (placed, ride) = await RideOutAsync(await app.OpenStallAsync(), PaymentMethods.Cash);

        await app.Dispatch().ResolveAsync(ride.DeliveryId, DeliveryOutcomes.Lost, "The rider cannot be found");

        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.State == OrderStates.Cancelled);
        Assert.Equal(("CANCELLED", 0m, 0m), (order.Payment.State, order.Payment.CashDue.Amount, order.Payment.Captured.Amount));
        Assert.Equal([VendorOrderStates.OutForDelivery, VendorOrderStates.Failed, VendorOrderStates.Cancelled], order.Parts[0].History.TakeLast(3).Select(h => h.State));
    }

    [Fact]
    public async Task What_the_shop_has_back_is_on_its_shelf_again_and_paid_back()
    {
        var stall = await app.OpenStallAsync();
        var (placed, ride) = await RideOutAsync(stall, PaymentMethods.Upi);

        await app.Dispatch().ResolveAsync(ride.DeliveryId, DeliveryOutcomes.AtShop, "The shop called: a friend of the rider brought it");

        var order = await Eventually.GetAsync(() => Orders.GetAsync(placed.Number, placed.AccessToken), o => o.Payment.Refunds is [{ State: "COMPLETED" }]);
        Assert.Equal((OrderStates.Returned, order.Total), (order.State, order.Payment.Refunds[0].Amount));
        Assert.Equal("Marketplace", order.Parts[0].History[^1].Who);
        Assert.Equal((10, 0), await app.StockOfAsync(stall));
    }

    [Fact]
    public async Task What_is_sent_back_comes_back_against_the_code_that_only_the_shop_sees()
    {
        var stall = await app.OpenStallAsync();
        var (placed, ride) = await RideOutAsync(stall, PaymentMethods.Cash);
        var shop = new VendorOrdersClient(app.SignedInAs(stall.Owner));
        var part = (await Orders.GetAsync(placed.Number, placed.AccessToken)).Parts[0].Id;
        Assert.Null((await shop.GetAsync(part)).ReturnCode);

        await app.Dispatch().ResolveAsync(ride.DeliveryId, DeliveryOutcomes.TurnBack, "The shopper called and is away");
        var code = (await shop.GetAsync(part)).ReturnCode!;
        await ride.Phone.StartAsync(ride.DeliveryId);

        Assert.Equal(code, (await shop.GetAsync(part)).ReturnCode);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_code", () => ride.Phone.ReturnedAsync(ride.DeliveryId, code == "0000" ? "0001" : "0000"));
        Assert.Equal(DeliveryStates.Returned, (await ride.Phone.ReturnedAsync(ride.DeliveryId, code)).State);
        Assert.Null((await shop.GetAsync(part)).ReturnCode);
        await Eventually.TrueAsync(async () => (await Orders.GetAsync(placed.Number, placed.AccessToken)).State == OrderStates.Returned);
        Assert.Equal((10, 0), await app.StockOfAsync(stall));
    }

    [Fact]
    public async Task Says_nothing_of_what_no_rider_holds_or_without_an_outcome_and_a_reason()
    {
        var (rider, _) = await app.RiderAsync();
        var id = (await app.AssignedAsync(rider)).Id.Value;

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_state", () => app.Dispatch().ResolveAsync(id, DeliveryOutcomes.Lost, "Why"));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => app.Dispatch().ResolveAsync(Guid.CreateVersion7(), DeliveryOutcomes.Lost, "Why"));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => app.Dispatch().ResolveAsync(id, "EATEN", "Why"));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => app.Dispatch().ResolveAsync(id, DeliveryOutcomes.Lost, " "));
        Assert.Empty(await NotedAsync(id));
    }

    [Fact]
    public async Task Whoever_may_no_longer_ride_finishes_what_they_hold_and_is_out_then()
    {
        var (rider, phone) = await app.RiderAsync();
        var id = (await app.AssignedAsync(rider)).Id.Value;
        await phone.PickUpAsync(id, "7413");
        await SwitchOffAsync(rider);

        Assert.Equal(DeliveryStates.PickedUp, Assert.Single((await phone.HomeAsync()).Active).State);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Forbidden, "rider.not_a_rider", () => phone.SetOnlineAsync(new(true, null)));
        await phone.StartAsync(id);
        Assert.Equal(DeliveryStates.Delivered, (await phone.DeliverAsync(id, new("4071", null))).State);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Forbidden, "request.forbidden", () => phone.HomeAsync());
    }

    [Fact]
    public async Task Somebody_else_is_found_for_what_a_rider_who_may_no_longer_ride_did_not_pick_up()
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteAsync("update deliveries.riders set is_online = false, online_since = null"); // nobody whom another test left online is asked
        var (rider, phone) = await app.RiderAsync();
        var delivery = await app.AssignedAsync(rider);

        await SwitchOffAsync(rider);

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Forbidden, "request.forbidden", () => phone.PickUpAsync(delivery.Id.Value, "7413"));
        await Eventually.TrueAsync(async () => (await app.StepsAsync(delivery.Id)).Any(s => s.Note == "Ravi Kumar may no longer ride"));
        Assert.DoesNotContain((await app.Dispatch().DeliveriesAsync(delivery.Number)).Items, d => d.RiderId == rider.Id.Value);
        await db.Database.ExecuteSqlAsync($"update deliveries.deliveries set state = 'Cancelled' where id = {delivery.Id.Value}"); // nor by a later test
    }

    private async Task<(PlacedOrder Placed, Trip Ride)> RideOutAsync(Stall stall, string method)
    {
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), method, FulfilmentMethods.Delivery);
        if (method != PaymentMethods.Cash)
        {
            await app.DecideAsync(placed, "pay");
            await Orders.ReturnFromPaymentAsync(placed.Number, placed.AccessToken);
        }

        return (placed, await app.RideOutAsync(stall, placed));
    }

    private async Task<IReadOnlyList<AuditItem>> NotedAsync(Guid delivery) =>
        (await new AuditClient(app.SignedInAs(UserId.New(), "admin")).ListAsync(new(What: "delivery", SubjectId: delivery.ToString()))).Items;

    private async Task SwitchOffAsync(Rider rider)
    {
        var now = await app.Dispatch().GetRiderAsync(rider.Id.Value);
        await app.Dispatch().SaveRiderAsync(now.Id, now.Revision, new("asha@example.org", now.Name, now.Phone, now.Vehicle, IsActive: false));
    }
}
