using System.Collections.Concurrent;
using System.Net;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Deliveries;

[Collection(nameof(MarketplaceApp))]
public sealed class ShareWhereaboutsTests(MarketplaceApp app)
{
    private static readonly PositionReport Nowhere = new(new(1.35, 103.8), 12, 90, 4);

    [Fact]
    public async Task Positions_are_taken_while_online_and_leave_the_rider_alone()
    {
        var (rider, phone) = await app.RiderAsync(isOnline: false);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "rider.offline", () => phone.ReportPositionAsync(Nowhere));

        Assert.Equal(RiderStates.Online, (await phone.SetOnlineAsync(new(true, Nowhere.Position))).State);
        await phone.ReportPositionAsync(Nowhere with { Position = new(1.3501, 103.8001) });

        await using var db = app.OpenDb();
        var at = await db.Set<RiderPosition>().SingleAsync(p => p.RiderId == rider.Id);
        Assert.Equal((1.3501, 103.8001, 12d), (at.Position.Latitude, at.Position.Longitude, at.AccuracyMetres));
        Assert.Equal(2, (await db.Set<Rider>().SingleAsync(r => r.Id == rider.Id)).Revision); // registered, went online
        Assert.Equal(RiderStates.Offline, (await phone.SetOnlineAsync(new(false, null))).State);
    }

    [Fact]
    public async Task Moves_the_rider_on_the_maps_of_those_who_wait()
    {
        var (rider, phone) = await app.RiderAsync();
        var delivery = await app.AssignedAsync(rider);
        var heard = new ConcurrentQueue<string>();
        using var listening = app.Services.GetRequiredService<ILiveFanOut>().Subscribe(LiveMessages.Channel, heard.Enqueue);

        await phone.ReportPositionAsync(Nowhere);
        Assert.DoesNotContain(heard, m => m.Contains($"order:{delivery.Number}", StringComparison.Ordinal) && m.Contains("\"position\"", StringComparison.Ordinal)); // nothing of theirs is on the bike yet
        await phone.PickUpAsync(delivery.Id.Value, "7413");
        await phone.ReportPositionAsync(Nowhere with { Position = new(1.3502, 103.8) });

        Assert.Contains(heard, m => m.Contains($"order:{delivery.Number}", StringComparison.Ordinal) && m.Contains("\"position\"", StringComparison.Ordinal) && m.Contains("1.3502", StringComparison.Ordinal));
        Assert.Contains(heard, m => m.Contains("\"dispatch\"", StringComparison.Ordinal) && m.Contains(rider.Id.Value.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_jump_that_nobody_can_ride_is_not_stored()
    {
        var (rider, phone) = await app.RiderAsync();
        await phone.ReportPositionAsync(Nowhere);

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "rider.position_implausible", () => phone.ReportPositionAsync(Nowhere with { Position = new(1.45, 103.8) }));

        await using var db = app.OpenDb();
        Assert.Equal(1.35, (await db.Set<RiderPosition>().SingleAsync(p => p.RiderId == rider.Id)).Position.Latitude);
    }

    [Theory]
    [InlineData(91, 80, 5d)]
    [InlineData(12, 181, 5d)]
    [InlineData(12, 80, -1d)]
    [InlineData(12, 80, 10_001d)]
    public async Task A_position_that_is_none_is_refused(double latitude, double longitude, double accuracy)
    {
        var (_, phone) = await app.RiderAsync();

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.BadRequest, "request.invalid", () => phone.ReportPositionAsync(new(new(latitude, longitude), accuracy, null, null)));
    }

    [Fact]
    public async Task Nobody_goes_home_with_a_delivery_and_an_offer_is_declined_by_leaving()
    {
        var (rider, phone) = await app.RiderAsync();
        var offer = await app.OfferedAsync(rider);
        Assert.NotNull((await phone.HomeAsync()).Offer);
        await phone.SetOnlineAsync(new(false, null));
        await using (var db = app.OpenDb())
        {
            Assert.Equal(OfferAnswer.Declined, (await db.Set<Offer>().SingleAsync(o => o.Id == offer.Id)).Answer);
        }

        await phone.SetOnlineAsync(new(true, null));
        await using (var db = app.OpenDb())
        {
            rider = await db.Set<Rider>().SingleAsync(r => r.Id == rider.Id);
        }

        await app.AssignedAsync(rider);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "rider.finish_first", () => phone.SetOnlineAsync(new(false, null)));
    }

    [Fact]
    public async Task Whoever_is_no_active_rider_is_kept_out_at_once()
    {
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Forbidden, "request.forbidden", () => new RiderClient(app.SignedInAs(UserId.New())).HomeAsync());
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Unauthorized, "request.unauthenticated", () => new RiderClient(app.Guest()).HomeAsync());

        var (rider, phone) = await app.RiderAsync();
        await phone.HomeAsync();
        await app.Dispatch().SaveRiderAsync(rider.Id.Value, null, new("ravi@example.org", rider.Name, rider.Phone, rider.Vehicle, IsActive: false));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Forbidden, "request.forbidden", () => phone.HomeAsync());
    }
}
