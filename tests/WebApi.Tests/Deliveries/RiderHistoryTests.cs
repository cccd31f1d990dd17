using System.Net;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Deliveries;

[Collection(nameof(MarketplaceApp))]
public sealed class RiderHistoryTests(MarketplaceApp app)
{
    /// <summary>In the middle of a day in town, some time ago.</summary>
    private static readonly DateTimeOffset Noon = new(2026, 1, 20, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Tells_whole_days_the_latest_first_with_what_was_earned_and_what_came_back()
    {
        var (rider, phone) = await app.RiderAsync();
        var (stranger, _) = await app.RiderAsync();
        await app.SaveAsync(
            Brought(rider, Noon, cash: 480), Brought(rider, Noon.AddHours(1)), TakenBack(rider, Noon.AddHours(2)), Brought(rider, Noon.AddDays(-1)), Brought(rider, Noon.AddDays(-5)), Brought(stranger, Noon));

        var first = await phone.HistoryAsync(size: 2);

        Assert.Equal((3, new DateOnly(2026, 1, 20), new DateOnly(2026, 1, 19)), (first.Total, first.Items[0].Day, first.Items[1].Day));
        var day = first.Items[0];
        Assert.Equal((124m, 2, 480m), (day.Total.Amount, day.Deliveries, day.Cash.Amount));
        Assert.Equal((IEnumerable<(string, decimal?)>)[(DeliveryStates.Returned, null), (DeliveryStates.Delivered, 62m), (DeliveryStates.Delivered, 62m)], day.Lines.Select(l => (l.State, l.Fee?.Amount)));
        var last = await phone.HistoryAsync(first.Next, 2);
        Assert.Equal((new DateOnly(2026, 1, 15), 62m, null), (Assert.Single(last.Items).Day, last.Items[0].Total.Amount, last.Next));
    }

    [Fact]
    public async Task A_day_begins_and_ends_at_midnight_in_town()
    {
        var (rider, phone) = await app.RiderAsync();
        var midnight = new DateTimeOffset(2026, 1, 20, 0, 0, 0, TimeSpan.FromHours(5.5)).ToUniversalTime();
        await app.SaveAsync(Brought(rider, midnight.AddSeconds(-1)), Brought(rider, midnight));

        Assert.Equal([new DateOnly(2026, 1, 20), new DateOnly(2026, 1, 19)], (await phone.HistoryAsync()).Items.Select(d => d.Day));
    }

    [Fact]
    public async Task Is_empty_for_who_has_not_ridden_yet() => Assert.Equal((0, 0), (await (await app.RiderAsync()).Phone.HistoryAsync()) switch { var page => (page.Total, page.Items.Count) });

    [Fact]
    public async Task Riders_keep_their_phone_number_and_vehicle_up_to_date()
    {
        var (rider, phone) = await app.RiderAsync();
        await app.SaveAsync(Brought(rider, Noon));
        var profile = await phone.ProfileAsync();
        Assert.Equal(("Ravi Kumar", "+91 98400 22222", 1), (profile.Name, profile.Phone, profile.Deliveries));

        var saved = await phone.SaveProfileAsync(profile.Revision, new("+91 98400 33333", " Bicycle "));

        Assert.Equal(("+91 98400 33333", "Bicycle"), (saved.Phone, saved.Vehicle));
        Assert.Equal("Bicycle", (await phone.HomeAsync()).Vehicle);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Refusal(() => phone.SaveProfileAsync(profile.Revision, new("+91 98400 44444", null)))).Status);
        Assert.Equal("phone", (await Refusal(() => phone.SaveProfileAsync(saved.Revision, new("call me", null)))).Field);
        Assert.Null((await phone.SaveProfileAsync(saved.Revision, new("+91 98400 33333", null))).Vehicle);
    }

    private static Delivery Brought(Rider rider, DateTimeOffset at, decimal cash = 0)
    {
        var delivery = OnTheRoad(rider, at, cash);
        Assert.True(delivery.Deliver("4071", cash == 0 ? null : cash, at).IsSuccess);
        return delivery;
    }

    private static Delivery TakenBack(Rider rider, DateTimeOffset at)
    {
        var delivery = OnTheRoad(rider, at, 0);
        Assert.True(delivery.Fail(FailureReason.NobodyHome, null, at).IsSuccess);
        Assert.True(delivery.Start(at).IsSuccess);
        Assert.True(delivery.Return("3852", at).IsSuccess);
        return delivery;
    }

    private static Delivery OnTheRoad(Rider rider, DateTimeOffset at, decimal cash)
    {
        var delivery = SampleDeliveries.Request(at.AddMinutes(-30), cash: cash);
        Assert.True(delivery.AssignTo(rider, "Test", at.AddMinutes(-25)).IsSuccess);
        Assert.True(delivery.PickUp("7413", at.AddMinutes(-20)).IsSuccess);
        Assert.True(delivery.Start(at.AddMinutes(-15)).IsSuccess);
        return delivery;
    }

    private static Task<ApiException> Refusal(Func<Task> call) => Assert.ThrowsAsync<ApiException>(call);
}
