using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Deliveries;

/// <summary>What becomes of a delivery whose rider cannot go on.</summary>
public sealed class RescueDeliveryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly Rider _asha = Rider.Register(UserId.New(), "Asha", "1", null, isActive: true, Now);
    private readonly Rider _meera = Rider.Register(UserId.New(), "Meera", "2", null, isActive: true, Now);

    public static IEnumerable<object[]> HeldStates => DeliveryProgress.Held.Select(state => (object[])[state]);

    [Theory]
    [MemberData(nameof(HeldStates))]
    public void Another_rider_goes_on_where_the_first_one_stopped(DeliveryState state)
    {
        var delivery = In(state);

        Assert.True(delivery.PassOn(_meera, " A flat tyre ", "Dev", Now).IsSuccess);

        Assert.Equal((state, _meera.Id, "Meera"), (delivery.State, delivery.RiderId, delivery.RiderName));
        var events = delivery.TakeEvents();
        Assert.Equal(_asha.Id, Assert.Single(events.OfType<DeliveryTakenAway>()).RiderId);
        Assert.Equal(_meera.Id, Assert.Single(events.OfType<DeliveryAssigned>()).RiderId);
        Assert.Contains(delivery.Steps, s => s.State == state && s is { Who: "Dev", Note: "Passed on to Meera: A flat tyre" });
        Assert.True(delivery.PassOn(_meera, "Again", "Dev", Now).IsSuccess);
        Assert.Empty(delivery.TakeEvents());
    }

    [Theory]
    [MemberData(nameof(HeldStates))]
    public void Is_given_up_for_lost_from_wherever_a_rider_holds_it(DeliveryState state)
    {
        var delivery = In(state);

        Assert.True(delivery.Resolve(DeliveryOutcome.Lost, " The bag was stolen ", "Dev", Now).IsSuccess);

        Assert.Equal((DeliveryState.Lost, Now), (delivery.State, delivery.EndedAt));
        var events = delivery.TakeEvents();
        Assert.Equal("The bag was stolen", Assert.IsType<DeliveryLost>(events[^1]).Reason);
        Assert.Equal(state is DeliveryState.PickedUp or DeliveryState.InTransit ? 1 : 0, events.OfType<DeliveryFailed>().Count());
        Assert.True(delivery.CashCollected.IsZero);
        Assert.Equal("delivery.wrong_state", delivery.Deliver("4071", 480, Now).Error?.Code);
    }

    [Theory]
    [MemberData(nameof(HeldStates))]
    public void The_shop_may_have_it_back_without_the_riders_word(DeliveryState state)
    {
        var delivery = In(state);

        Assert.True(delivery.Resolve(DeliveryOutcome.AtShop, "The shop called", "Dev", Now).IsSuccess);

        Assert.Equal(DeliveryState.Returned, delivery.State);
        var told = Assert.Single(delivery.TakeEvents().OfType<DeliveryReturned>());
        Assert.Equal(("Asha", "Marketplace"), (told.RiderName, told.Who));
        Assert.Equal(("Dev", "The shop called"), (delivery.Steps[^1].Who, delivery.Steps[^1].Note));
    }

    [Theory]
    [InlineData(DeliveryState.PickedUp, null)]
    [InlineData(DeliveryState.InTransit, null)]
    [InlineData(DeliveryState.Failed, "delivery.wrong_state")]
    [InlineData(DeliveryState.Returning, "delivery.wrong_state")]
    public void Is_sent_back_once(DeliveryState state, string? refusal)
    {
        var delivery = In(state);

        Assert.Equal(refusal, delivery.Resolve(DeliveryOutcome.TurnBack, "The shopper moved", "Dev", Now).Error?.Code);

        Assert.Equal(refusal is null ? DeliveryState.Failed : state, delivery.State);
        Assert.Equal(_asha.Id, delivery.RiderId);
        Assert.All(delivery.TakeEvents(), e => Assert.Equal("Marketplace", Assert.IsType<DeliveryFailed>(e).Who));
    }

    [Fact]
    public void Nothing_is_said_of_what_no_rider_holds()
    {
        var (assigned, delivered) = (In(DeliveryState.Assigned), In(DeliveryState.InTransit));
        delivered.Deliver("4071", 480, Now);

        foreach (var delivery in new[] { assigned, delivered })
        {
            var before = delivery.Revision;
            Assert.All(Enum.GetValues<DeliveryOutcome>(), outcome => Assert.Equal("delivery.wrong_state", delivery.Resolve(outcome, "Why", "Dev", Now).Error?.Code));
            Assert.Equal("delivery.wrong_state", delivery.PassOn(_meera, "Why", "Dev", Now).Error?.Code);
            Assert.Equal(before, delivery.Revision);
        }
    }

    [Fact]
    public void Wrong_codes_at_the_counter_close_the_way_back_for_ten_minutes()
    {
        var delivery = In(DeliveryState.Returning);
        Assert.All(Enumerable.Range(0, Delivery.CodeTries), _ => Assert.Equal("delivery.wrong_code", delivery.Return("0000", Now).Error?.Code));

        Assert.Equal("delivery.too_many_tries", delivery.Return("3852", Now).Error?.Code);
        Assert.Equal(DeliveryState.Returning, delivery.State);
        Assert.True(delivery.Return("3852", Now + Delivery.CodeTriesWindow).IsSuccess);
    }

    [Fact]
    public void A_rider_who_may_no_longer_ride_loses_what_is_not_picked_up_and_keeps_the_rest()
    {
        var (assigned, held) = (In(DeliveryState.Assigned), In(DeliveryState.InTransit));

        assigned.FindAnotherRider(Now + TimeSpan.FromMinutes(1));
        held.FindAnotherRider(Now + TimeSpan.FromMinutes(1));

        Assert.Equal((DeliveryState.Searching, null, null), (assigned.State, assigned.RiderId, assigned.RiderName));
        Assert.Equal(Now + TimeSpan.FromMinutes(1), assigned.NextStepAt);
        Assert.Equal(_asha.Id, Assert.Single(assigned.TakeEvents().OfType<DeliveryTakenAway>()).RiderId);
        Assert.Equal((DeliveryState.InTransit, _asha.Id), (held.State, held.RiderId));
        Assert.Empty(held.TakeEvents());
    }

    /// <summary>With Asha, and with nothing left to tell.</summary>
    private Delivery In(DeliveryState state)
    {
        var delivery = Delivery.Request(
            new(
                VendorOrderId.New(), OrderId.New(), VendorId.New(), "MK-4821-07",
                new("Annapurna Provisions", "Mint Street 41", new(12.919, 80.254), "+91 1", null), new("Fatima", "Weavers’ Lane 19", new(12.9104, 80.2398), "+91 2", null),
                5, [new(2, "Mangoes", "Box of 6")], new(62, "INR"), "", new(480, "INR"), "7413", "4071", "3852", Now, Now),
            Now);
        Func<Result<Done>>[] steps =
        [
            () => delivery.AssignTo(_asha, "Dev", Now), () => delivery.PickUp("7413", Now), () => delivery.Start(Now),
            () => delivery.Fail(FailureReason.NobodyHome, null, Now), () => delivery.Start(Now),
        ];
        foreach (var step in steps.TakeWhile(_ => delivery.State != state))
        {
            Assert.True(step().IsSuccess);
        }

        Assert.Equal(state, delivery.State);
        delivery.TakeEvents();
        return delivery;
    }
}
