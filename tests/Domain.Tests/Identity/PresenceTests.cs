using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Identity;

public sealed class PresenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Tells_once_that_somebody_came_and_once_that_they_went()
    {
        var presence = Presence.Of(UserId.New());

        presence.Come(Now);
        presence.Come(Now.AddMinutes(1));
        Assert.Equal(new PersonCameOnline(presence.UserId, Now), Assert.Single(presence.TakeEvents()));

        presence.Go(Now.AddMinutes(5), Now.AddMinutes(6));
        presence.Go(Now.AddMinutes(7), Now.AddMinutes(7));
        Assert.Equal(new PersonWentOffline(presence.UserId, Now.AddMinutes(5), Now.AddMinutes(6)), Assert.Single(presence.TakeEvents()));
        Assert.Equal((false, Now.AddMinutes(5)), (presence.IsOnline, presence.SeenAt));
    }

    [Fact]
    public void The_same_activity_is_told_once_a_day()
    {
        var activity = Activity.Of(UserId.New(), ActivityKind.FollowedShop, VendorId.New(), Now);
        Assert.Single(activity.TakeEvents());

        activity.Repeat(Now + Activity.Quiet - TimeSpan.FromSeconds(1));
        Assert.Empty(activity.TakeEvents());
        Assert.Equal(Now, activity.At);

        activity.Repeat(Now + Activity.Quiet);
        Assert.Single(activity.TakeEvents());
        Assert.Equal(Now + Activity.Quiet, activity.At);
    }
}
