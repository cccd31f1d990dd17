using Marketplace.Contracts.Orders;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.WebApi.Tests.Deliveries;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>What nobody answered, and what was taken away, is told to whom it concerns.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class TellRiderOfRideTests(MarketplaceApp app)
{
    [Fact]
    public async Task An_offer_that_ran_out_is_told_once_for_a_delivery()
    {
        var (rider, _) = await app.RiderAsync();
        var now = TimeProvider.System.GetUtcNow();
        var delivery = SampleDeliveries.Request(now);
        foreach (var minute in (int[])[0, 10])
        {
            delivery.OfferTo([new Candidate(rider.Id, rider.UserId, rider.Name, 800)], TimeSpan.FromMinutes(5), now.AddMinutes(minute));
            delivery.EndExpiredOffers(now.AddMinutes(minute + 5));
            delivery.FoundNobody(now.AddMinutes(minute + 6));
            delivery.FoundNobody(now.AddMinutes(minute + 8)); // the next round
        }

        delivery.CancelBecause("Changed my mind", now.AddMinutes(20)); // so that the host's dispatcher keeps out
        await app.SaveAsync(delivery);

        Assert.Contains("ran out", Assert.Single(await app.NoticesAsync(rider.UserId, "ride")).Title, StringComparison.Ordinal);
        await app.DrainedAsync();
        Assert.Equal(2, delivery.Offers.Count(o => o.Answer == OfferAnswer.TimedOut));
        Assert.Single(await app.NoticesNowAsync(rider.UserId, "ride"));
    }

    [Fact]
    public async Task A_delivery_that_is_theirs_no_longer_is_told_to_the_rider()
    {
        var (first, _) = await app.RiderAsync("First");
        var (second, _) = await app.RiderAsync("Second");
        var (given, cancelled) = (await app.AssignedAsync(first), await app.AssignedAsync(second));

        await using (var db = app.OpenDb())
        {
            var ended = await db.Set<Delivery>().SingleAsync(d => d.Id == cancelled.Id);
            ended.CancelBecause("The shop is closed.", TimeProvider.System.GetUtcNow());
            await db.SaveChangesAsync();
        }

        Assert.Equal(($"{cancelled.Number} is cancelled", "The shop is closed. You need not fetch it."), Told(Assert.Single(await app.NoticesAsync(second.UserId, "ride"))));
        await app.Dispatch().AssignAsync(given.Id.Value, second.Id.Value);
        Assert.Equal($"{given.Number} is not yours any more", Assert.Single(await app.NoticesAsync(first.UserId, "ride")).Title);
    }

    [Fact]
    public async Task A_shop_that_did_not_answer_is_told_that_the_order_is_gone()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);
        var part = (await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken)).Parts[0].Id;
        await using var db = app.OpenDb();

        await db.Database.ExecuteSqlAsync($"update orders.vendor_orders set answer_by = now() - interval '1 second' where id = {part}");

        var notice = Assert.Single(await app.NoticesAsync(stall.Owner, "lost_order"));
        Assert.Equal(($"{placed.Number} was not answered in time", $"/vendor/orders/{part}"), (notice.Title, notice.Link));
        Assert.Contains("not answered in time", (await app.MailAboutAsync("lost-order", $"{part}:unanswered")).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_back_stays_on_the_shops_board_until_it_is_there()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash, FulfilmentMethods.Delivery);
        var ride = await app.RideOutAsync(stall, placed);
        var shop = new VendorOrdersClient(app.SignedInAs(stall.Owner));

        await ride.Phone.FailAsync(ride.DeliveryId, new("NOBODY_HOME", null));
        var back = await Eventually.GetAsync(async () => (await shop.OpenAsync()).SingleOrDefault(), o => o?.State == VendorOrderStates.Failed);
        Assert.Equal(("Ravi", "FAILED"), (back!.RiderName, back.DeliveryState));
        await ride.Phone.StartAsync(ride.DeliveryId);
        Assert.Equal("RETURNING", Assert.Single(await shop.OpenAsync()).DeliveryState);

        await ride.Phone.ReturnedAsync(ride.DeliveryId, (await shop.GetAsync(back.Id)).ReturnCode!);
        await Eventually.GetAsync(() => shop.OpenAsync(), open => open.Count == 0);
    }

    private static (string, string) Told(Notification notice) => (notice.Title, notice.Message);
}
