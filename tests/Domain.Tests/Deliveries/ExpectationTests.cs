using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Deliveries;

public sealed class ExpectationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 2, 0, TimeSpan.Zero);
    private static readonly Position Shop = new(12.919, 80.254);
    private static readonly Position Door = new(12.9104, 80.2398);

    [Fact]
    public void Is_a_window_in_steps_of_five_minutes()
    {
        var window = Of(DeliveryState.Searching, Now + TimeSpan.FromMinutes(20))!.Value;

        Assert.True(window.To > window.From);
        Assert.All([window.From, window.To], at => Assert.Equal((0, 0), (at.Minute % 5, at.Second)));
    }

    [Fact]
    public void Waits_for_the_shop_when_the_shop_takes_longer()
    {
        var soon = Of(DeliveryState.Searching, Now + TimeSpan.FromMinutes(20))!.Value;
        var later = Of(DeliveryState.Searching, Now + TimeSpan.FromMinutes(50))!.Value;

        Assert.Equal(TimeSpan.FromMinutes(30), later.From - soon.From);
    }

    [Fact]
    public void Comes_nearer_with_the_rider()
    {
        var far = Of(DeliveryState.InTransit, Now, riderAt: Shop)!.Value;
        var near = Of(DeliveryState.InTransit, Now, riderAt: Door)!.Value;

        Assert.True(near.To < far.To);
        Assert.True(near.From >= Now - TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Ends_with_the_delivery() => Assert.All(
        [DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Returned, DeliveryState.Cancelled], state => Assert.Null(Of(state, Now)));

    private static ArrivalWindow? Of(DeliveryState state, DateTimeOffset readyBy, Position? riderAt = null) =>
        Expectation.Of(state, isReady: false, readyBy, Shop, Door, "Scooter", riderAt, Now);
}
