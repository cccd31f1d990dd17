using Marketplace.Domain.Deliveries;
using static Marketplace.Domain.Deliveries.DeliveryAction;
using static Marketplace.Domain.Deliveries.DeliveryState;

namespace Marketplace.Domain.Tests.Deliveries;

public sealed class DeliveryProgressTests
{
    private static readonly Dictionary<(DeliveryState, DeliveryAction), DeliveryState> Allowed = new()
    {
        [(Searching, DeliveryAction.Offer)] = Offered,
        [(Offered, DeliveryAction.Offer)] = Offered,
        [(Offered, SearchOn)] = Searching,
        [(Assigned, SearchOn)] = Searching, // its rider may no longer ride
        [(Searching, Assign)] = Assigned,
        [(Offered, Assign)] = Assigned,
        [(Assigned, Assign)] = Assigned,
        [(Assigned, PickUp)] = PickedUp,
        [(PickedUp, Start)] = InTransit,
        [(InTransit, Deliver)] = Delivered,
        [(PickedUp, Fail)] = Failed,
        [(InTransit, Fail)] = Failed,
        [(Failed, Start)] = Returning,
        [(Failed, Return)] = Returned, // it failed at the counter, so to say
        [(Returning, Return)] = Returned,
        [(PickedUp, PassOn)] = PickedUp,
        [(InTransit, PassOn)] = InTransit,
        [(Failed, PassOn)] = Failed,
        [(Returning, PassOn)] = Returning,
        [(Failed, Lose)] = Lost,
        [(Returning, Lose)] = Lost,
        [(Searching, DeliveryAction.Cancel)] = Cancelled,
        [(Offered, DeliveryAction.Cancel)] = Cancelled,
        [(Assigned, DeliveryAction.Cancel)] = Cancelled,
    };

    [Fact]
    public void Allows_exactly_the_steps_of_the_life_cycle()
    {
        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            foreach (var action in Enum.GetValues<DeliveryAction>())
            {
                DeliveryState? expected = Allowed.TryGetValue((state, action), out var next) ? next : null;
                Assert.True(expected == DeliveryProgress.After(state, action), $"{action} in {state} leads to {DeliveryProgress.After(state, action)?.ToString() ?? "a refusal"}");
            }
        }
    }

    [Fact]
    public void Every_state_in_which_a_rider_holds_it_has_ways_out_without_that_rider() => Assert.All(DeliveryProgress.Held, state =>
    {
        Assert.NotNull(DeliveryProgress.After(state, PassOn));
        var failed = DeliveryProgress.After(state, Fail) ?? state;
        Assert.Equal((Returned, Lost), (DeliveryProgress.After(failed, Return), DeliveryProgress.After(failed, Lose)));
    });

    [Fact]
    public void Cannot_deliver_before_the_pick_up() =>
        Assert.All([Searching, Offered, Assigned, PickedUp], state => Assert.Null(DeliveryProgress.After(state, Deliver)));

    [Fact]
    public void Nothing_follows_the_end() =>
        Assert.All(DeliveryProgress.Ended, state => Assert.All(Enum.GetValues<DeliveryAction>(), action => Assert.Null(DeliveryProgress.After(state, action))));

    [Fact]
    public void Every_state_waits_for_a_rider_or_takes_one_up_or_has_ended() =>
        Assert.Equal(
            Enum.GetValues<DeliveryState>().Order(),
            DeliveryProgress.Active.Concat(DeliveryProgress.Ended).Append(Searching).Append(Offered).Order());
}
