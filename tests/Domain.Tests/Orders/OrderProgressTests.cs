using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Tests.Shared;
using static Marketplace.Domain.Orders.VendorOrderAction;
using static Marketplace.Domain.Orders.VendorOrderState;

namespace Marketplace.Domain.Tests.Orders;

public sealed class OrderProgressTests
{
    private static readonly Dictionary<(VendorOrderState, VendorOrderAction), VendorOrderState> Allowed = new()
    {
        [(Pending, Confirm)] = Confirmed,
        [(Confirmed, Accept)] = Preparing,
        [(Preparing, MakeReady)] = Ready,
        [(Preparing, Ship)] = OutForDelivery, // the rider was told that it is ready before the screen was
        [(Ready, Ship)] = OutForDelivery,
        [(Ready, Deliver)] = Delivered, // collected at the counter
        [(OutForDelivery, Deliver)] = Delivered,
        [(OutForDelivery, Fail)] = Failed,
        [(Failed, Return)] = Returned,
        [(Failed, Lose)] = Cancelled,
        [(Pending, Cancel)] = Cancelled,
        [(Confirmed, Cancel)] = Cancelled,
        [(Preparing, Cancel)] = Cancelled,
        [(Ready, Cancel)] = Cancelled,
    };

    [Fact]
    public void Allows_exactly_the_steps_of_the_life_cycle()
    {
        foreach (var (state, action) in from s in Enum.GetValues<VendorOrderState>() from a in Enum.GetValues<VendorOrderAction>() select (s, a))
        {
            VendorOrderState? expected = Allowed.TryGetValue((state, action), out var next) ? next : null;
            Assert.True(expected == OrderProgress.After(state, action), $"{action} in {state} leads to {OrderProgress.After(state, action)?.ToString() ?? "a refusal"}");
        }
    }

    [Theory]
    [InlineData(OrderState.Pending, Pending)]
    [InlineData(OrderState.Confirmed, Confirmed, Confirmed)]
    [InlineData(OrderState.Confirmed, Confirmed, Cancelled)]
    [InlineData(OrderState.Preparing, Preparing, Confirmed)]
    [InlineData(OrderState.Preparing, Ready, Cancelled)]
    [InlineData(OrderState.OutForDelivery, OutForDelivery, Preparing)]
    [InlineData(OrderState.OutForDelivery, OutForDelivery, Failed)]
    [InlineData(OrderState.PartiallyDelivered, Delivered, OutForDelivery)]
    [InlineData(OrderState.Delivered, Delivered, Delivered)]
    [InlineData(OrderState.PartiallyCancelled, Delivered, Cancelled)]
    [InlineData(OrderState.PartiallyCancelled, Delivered, Returned)]
    [InlineData(OrderState.Cancelled, Cancelled, Cancelled)]
    [InlineData(OrderState.Failed, Failed, Cancelled)]
    [InlineData(OrderState.Returned, Returned, Cancelled)]
    public void The_order_follows_from_its_parts(OrderState order, params VendorOrderState[] parts) => Assert.Equal(order, OrderProgress.Of(parts));

    [Fact]
    public void An_order_has_ended_when_all_its_parts_have_and_does_not_care_for_their_order() => Properties.HoldsFor(
        Gen.Elements(Enum.GetValues<VendorOrderState>()).ListOf(1, 5), parts =>
        {
            OrderState[] ended = [OrderState.Delivered, OrderState.PartiallyCancelled, OrderState.Cancelled, OrderState.Failed, OrderState.Returned];
            Assert.Equal(parts.All(OrderProgress.IsEnded), ended.Contains(OrderProgress.Of([.. parts])));
            Assert.Equal(OrderProgress.Of([.. parts]), OrderProgress.Of([.. parts.Reverse()]));
        });

    [Fact]
    public void Nothing_but_a_return_or_a_loss_follows_the_end() => Assert.All(
        from state in Enum.GetValues<VendorOrderState>() where OrderProgress.IsEnded(state) from action in Enum.GetValues<VendorOrderAction>() select (state, action),
        step => Assert.Equal(step is (Failed, Return or Lose), OrderProgress.After(step.state, step.action) is not null));
}
