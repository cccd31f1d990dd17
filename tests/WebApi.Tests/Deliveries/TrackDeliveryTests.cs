using System.Net;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Deliveries;

[Collection(nameof(MarketplaceApp))]
public sealed class TrackDeliveryTests(MarketplaceApp app)
{
    private static readonly PositionDto Shop = new(12.9190, 80.2540);

    [Fact]
    public async Task Keeps_the_way_of_a_delivery_thinned_and_nothing_before_or_after()
    {
        var (rider, phone) = await app.RiderAsync();
        await ReportAsync(phone, 0); // no delivery is theirs yet
        var delivery = await app.AssignedAsync(rider);
        var id = delivery.Id.Value;
        Assert.Empty((await app.Dispatch().TrackAsync(id)).Points);

        await ReportAsync(phone, 10, heading: 90, speed: 4.5);
        await ReportAsync(phone, 20); // ten metres on, at once
        await ReportAsync(phone, 50, heading: 180);
        await phone.PickUpAsync(id, "7413");
        await phone.StartAsync(id);
        await phone.DeliverAsync(id, new("4071", null));
        await ReportAsync(phone, 300); // theirs no longer

        var track = await app.Dispatch().TrackAsync(id);
        Assert.Equal([(90d, 4.5), (180d, null)], track.Points.Select(p => (p.HeadingDegrees, p.MetresPerSecond)));
        Assert.All(track.Points, p => Assert.Equal((rider.Id.Value, 12d), (p.RiderId, p.AccuracyMetres)));
        Assert.Equal(track.Points[0].At + TrackPoint.Retention, track.KeptUntil);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.NotFound, "delivery.not_found", () => app.Dispatch().TrackAsync(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task Forgets_the_way_after_two_weeks()
    {
        var (rider, phone) = await app.RiderAsync();
        var delivery = await app.AssignedAsync(rider);
        await ReportAsync(phone, 0);
        await ReportAsync(phone, 100);
        await using var db = app.OpenDb();
        var points = db.Set<TrackPoint>().Where(p => p.DeliveryId == delivery.Id);
        var first = await points.MinAsync(p => p.At);
        await db.Database.ExecuteSqlAsync($"update deliveries.track_points set at = now() - interval '14 days 1 minute' where delivery_id = {delivery.Id.Value} and at = {first}");

        await ActivatorUtilities.CreateInstance<Housekeeping>(app.Services).TidyAsync(CancellationToken.None);

        Assert.Equal(Shop.Latitude + 100 / 111_195d, Assert.Single((await app.Dispatch().TrackAsync(delivery.Id.Value)).Points).Position.Latitude, 6);
    }

    [Fact]
    public async Task A_shopper_sees_where_the_rider_heads_while_they_carry_it_and_no_way()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash, FulfilmentMethods.Delivery);
        var ride = await app.RideOutAsync(stall, placed);

        await ReportAsync(ride.Phone, 0, heading: 45, speed: 6);

        var tracking = (await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken)).Parts[0].Tracking!;
        Assert.Equal((45d, 6d), (tracking.HeadingDegrees, tracking.MetresPerSecond));
        await ride.Phone.DeliverAsync(ride.DeliveryId, new(ride.Pin, ride.Cash));
        tracking = (await new OrdersClient(app.Guest()).GetAsync(placed.Number, placed.AccessToken)).Parts[0].Tracking!;
        Assert.Equal((null, null, null), (tracking.Position, tracking.HeadingDegrees, tracking.MetresPerSecond));
    }

    /// <param name="metres">North of the shop.</param>
    private static Task<Nothing> ReportAsync(RiderClient phone, double metres, double? heading = null, double? speed = null) =>
        phone.ReportPositionAsync(new(Shop with { Latitude = Shop.Latitude + metres / 111_195 }, 12, heading, speed));
}
