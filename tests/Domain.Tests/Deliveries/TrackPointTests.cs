using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Deliveries;

public sealed class TrackPointTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Position Clocktower = new(12.9043, 80.2453);

    [Theory]
    [InlineData(5, 10, false)]
    [InlineData(5, 31, true)]
    [InlineData(15, 0, true)]
    [InlineData(0, 500, false)] // the same moment
    [InlineData(-5, 500, false)] // a report that was overtaken
    public void Keeps_one_for_a_while_or_a_stretch(int seconds, double metres, bool expected)
    {
        var last = At(Clocktower, Now);
        var next = At(Clocktower with { Latitude = Clocktower.Latitude + metres / 111_195 }, Now.AddSeconds(seconds));

        Assert.Equal(expected, next.IsWorthKeeping(last, kept: 1));
    }

    [Fact]
    public void Keeps_the_first_and_never_more_than_fit()
    {
        Assert.True(At(Clocktower, Now).IsWorthKeeping(null, 0));
        Assert.False(At(Clocktower, Now).IsWorthKeeping(null, TrackPoint.MaxPerDelivery));
    }

    private static TrackPoint At(Position position, DateTimeOffset at) => new(DeliveryId.New(), new(RiderId.New(), position, null, null, null, at));
}
