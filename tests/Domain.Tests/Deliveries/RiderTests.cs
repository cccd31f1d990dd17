using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Deliveries;

public sealed class RiderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Position Clocktower = new(12.9043, 80.2453);

    [Fact]
    public void Who_may_no_longer_work_goes_offline_and_stays_there()
    {
        var rider = Rider.Register(UserId.New(), "Asha", "1", "Scooter", isActive: true, Now);
        rider.GoOnline(Now);

        rider.Save("Asha", "1", "Scooter", isActive: false, Now);

        Assert.False(rider.IsOnline);
        Assert.Equal("rider.not_a_rider", rider.GoOnline(Now).Error?.Code);
        Assert.Single(rider.TakeEvents().OfType<RiderWentOffline>());
    }

    [Fact]
    public void Going_online_twice_happens_once()
    {
        var rider = Rider.Register(UserId.New(), "Asha", "1", null, isActive: true, Now);
        rider.GoOnline(Now);
        rider.GoOnline(Now + TimeSpan.FromHours(1));

        Assert.Equal(Now, rider.OnlineSince);
        Assert.Single(rider.TakeEvents().OfType<RiderWentOnline>());
    }

    [Theory]
    [InlineData(1000, 60, true)] // 17 m/s
    [InlineData(290, 0, true)] // a standing phone wanders
    [InlineData(2000, 10, false)] // 200 m/s
    public void Believes_positions_that_somebody_can_reach(double metres, int seconds, bool expected)
    {
        var id = RiderId.New();
        var before = new RiderPosition(id, Clocktower, null, null, null, Now);
        var north = Clocktower with { Latitude = Clocktower.Latitude + metres / 111_195 };

        Assert.Equal(expected, new RiderPosition(id, north, null, null, null, Now + TimeSpan.FromSeconds(seconds)).CanFollow(before));
    }

    [Theory]
    [InlineData("Scooter TP 07 K 2291", 22)]
    [InlineData("Bicycle", 14)]
    [InlineData("On foot", 5)]
    [InlineData("Unicorn", 18)]
    [InlineData(null, 18)]
    public void Knows_how_fast_a_vehicle_gets_through_town(string? vehicle, double expected) => Assert.Equal(expected, Travel.KilometresPerHour(vehicle));
}
