using System.Net;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Deliveries;

[Collection(nameof(MarketplaceApp))]
public sealed class RideDeliveryTests(MarketplaceApp app)
{
    [Fact]
    public async Task Goes_from_the_shop_to_the_door_and_earns()
    {
        var (rider, phone) = await app.RiderAsync();
        var delivery = await app.AssignedAsync(rider, cash: 480);
        var id = delivery.Id.Value;

        Assert.Equal(DeliveryStates.Assigned, (await phone.HomeAsync()).Active[0].State);
        Assert.Equal(DeliveryStates.PickedUp, (await phone.PickUpAsync(id, "7413")).State);
        Assert.Equal(DeliveryStates.InTransit, (await phone.StartAsync(id)).State);
        var delivered = await phone.DeliverAsync(id, new("4071", 480));

        Assert.Equal(DeliveryStates.Delivered, delivered.State);
        Assert.Null(delivered.To.Phone); // for the ride, not for the album
        var home = await phone.HomeAsync();
        Assert.Equal((RiderStates.Online, 62m, 480m, 1), (home.State, home.Today.Total.Amount, home.CashToday.Amount, home.Today.Deliveries));
        var week = await phone.EarningsAsync();
        Assert.Equal((7, 62m, 1), (week.Days.Count, week.Total.Amount, week.Days.Sum(d => d.Deliveries)));
        var happened = Assert.Single(await app.RaisedAsync<DeliveryDelivered>(), e => e.DeliveryId == delivery.Id);
        Assert.Equal(480, happened.CashCollected.Amount);
        Assert.Equal(
            [DeliveryState.Searching, DeliveryState.Assigned, DeliveryState.PickedUp, DeliveryState.InTransit, DeliveryState.Delivered],
            (await app.StepsAsync(delivery.Id)).Select(s => s.State));
    }

    [Fact]
    public async Task A_step_that_is_repeated_after_a_lost_answer_is_done_once()
    {
        var (rider, phone) = await app.RiderAsync();
        var delivery = await app.AssignedAsync(rider);
        var id = delivery.Id.Value;
        for (var i = 0; i < 3; i++)
        {
            await phone.PickUpAsync(id, "7413");
        }

        await Task.WhenAll(phone.StartAsync(id), phone.StartAsync(id));
        await Task.WhenAll(phone.DeliverAsync(id, new("4071", null)), phone.DeliverAsync(id, new("4071", null)), phone.DeliverAsync(id, new("4071", null)));

        Assert.Single(await app.RaisedAsync<DeliveryPickedUp>(), e => e.DeliveryId == delivery.Id);
        Assert.Single(await app.RaisedAsync<DeliveryStarted>(), e => e.DeliveryId == delivery.Id);
        Assert.Single(await app.RaisedAsync<DeliveryDelivered>(), e => e.DeliveryId == delivery.Id);
    }

    [Fact]
    public async Task Steps_out_of_order_are_refused()
    {
        var (rider, phone) = await app.RiderAsync();
        var id = (await app.AssignedAsync(rider)).Id.Value;

        await RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_state", () => phone.DeliverAsync(id, new("4071", null)));
        await RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_state", () => phone.StartAsync(id));
        await RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_state", () => phone.ReturnedAsync(id, "3852"));
    }

    [Fact]
    public async Task Wrong_codes_count_and_close_it_even_when_tried_at_once()
    {
        var (rider, phone) = await app.RiderAsync();
        var id = (await app.AssignedAsync(rider)).Id.Value;

        var codes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var refused = await Assert.ThrowsAsync<ApiException>(() => phone.PickUpAsync(id, $"000{i % 10}"));
            Assert.Equal(HttpStatusCode.Conflict, refused.Status);
            return refused.Code;
        }));

        Assert.Equal(Delivery.CodeTries, codes.Count(c => c == "delivery.wrong_code"));
        Assert.Equal(12 - Delivery.CodeTries, codes.Count(c => c == "delivery.too_many_tries"));
        await RefusedAsync(HttpStatusCode.Conflict, "delivery.too_many_tries", () => phone.PickUpAsync(id, "7413"));
    }

    [Fact]
    public async Task Takes_exactly_the_cash_that_is_due()
    {
        var (rider, phone) = await app.RiderAsync();
        var id = (await app.AssignedAsync(rider, cash: 480)).Id.Value;
        await phone.PickUpAsync(id, "7413");
        await phone.StartAsync(id);

        await RefusedAsync(HttpStatusCode.Conflict, "delivery.cash_differs", () => phone.DeliverAsync(id, new("4071", 400)));
        await RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_pin", () => phone.DeliverAsync(id, new("0000", 480)));
        Assert.Equal(0, (await phone.HomeAsync()).CashToday.Amount);
    }

    [Fact]
    public async Task What_fails_comes_back_to_the_shop_and_earns_nothing()
    {
        var (rider, phone) = await app.RiderAsync();
        var delivery = await app.AssignedAsync(rider);
        var id = delivery.Id.Value;
        await phone.PickUpAsync(id, "7413");
        await phone.StartAsync(id);

        Assert.Equal(DeliveryStates.Failed, (await phone.FailAsync(id, new("NOBODY_HOME", "Rang twice"))).State);
        Assert.Equal(RiderStates.Busy, (await phone.HomeAsync()).State);
        Assert.Equal(DeliveryStates.Returning, (await phone.StartAsync(id)).State);
        await RefusedAsync(HttpStatusCode.Conflict, "delivery.wrong_code", () => phone.ReturnedAsync(id, "7413")); // that one opens the way out, not the way back
        await RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => phone.ReturnedAsync(id, "38520"));
        Assert.Equal(DeliveryStates.Returned, (await phone.ReturnedAsync(id, "3852")).State);

        Assert.Equal((RiderStates.Online, 0m), ((await phone.HomeAsync()).State, (await phone.HomeAsync()).Today.Total.Amount));
        Assert.Equal(FailureReason.NobodyHome, Assert.Single(await app.RaisedAsync<DeliveryFailed>(), e => e.DeliveryId == delivery.Id).Reason);
    }

    [Fact]
    public async Task Another_riders_delivery_and_offer_are_not_there()
    {
        var (owner, _) = await app.RiderAsync("Owner");
        var (asked, _) = await app.RiderAsync("Asked");
        var (_, stranger) = await app.RiderAsync("Stranger");
        var id = (await app.AssignedAsync(owner)).Id.Value;
        var offer = (await app.OfferedAsync(asked)).Id.Value;

        foreach (var missing in new[] { id, Guid.CreateVersion7() })
        {
            await RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => stranger.GetAsync(missing));
            await RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => stranger.PickUpAsync(missing, "7413"));
            await RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => stranger.DeliverAsync(missing, new("4071", null)));
            await RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => stranger.FailAsync(missing, new("REFUSED", null)));
        }

        foreach (var missing in new[] { offer, Guid.CreateVersion7() })
        {
            await RefusedAsync(HttpStatusCode.NotFound, "offer.not_found", () => stranger.AcceptAsync(missing));
            await RefusedAsync(HttpStatusCode.NotFound, "offer.not_found", () => stranger.DeclineAsync(missing));
        }
    }

    [Theory]
    [InlineData("12")]
    [InlineData("12345")]
    [InlineData("abcd")]
    [InlineData("")]
    public async Task Says_what_is_wrong_with_a_code_that_is_none(string code)
    {
        var (rider, phone) = await app.RiderAsync();
        var id = (await app.AssignedAsync(rider)).Id.Value;

        await RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => phone.PickUpAsync(id, code));
        await RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => phone.DeliverAsync(id, new(code, null)));
    }

    [Fact]
    public async Task Something_else_needs_words()
    {
        var (rider, phone) = await app.RiderAsync();
        var id = (await app.AssignedAsync(rider)).Id.Value;

        await RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => phone.FailAsync(id, new("OTHER", " ")));
        await RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => phone.FailAsync(id, new("BORED", null)));
    }

    internal static async Task RefusedAsync(HttpStatusCode status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal((status, code), (refused.Status, refused.Code));
    }
}
