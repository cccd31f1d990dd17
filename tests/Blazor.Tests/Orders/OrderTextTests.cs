using Marketplace.BlazorShared.Design;
using Marketplace.BlazorStore.Orders;
using Marketplace.Contracts.Orders;

namespace Marketplace.Blazor.Tests.Orders;

public sealed class OrderTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 1, 0, TimeSpan.Zero);

    [Fact]
    public void Shows_what_was_what_is_and_what_comes()
    {
        var steps = OrderText.Steps(Part(VendorOrderStates.OutForDelivery), Now);

        Assert.Equal(
            [("Order received", StepState.Done), ("Accepted", StepState.Done), ("Packed", StepState.Done), ("On its way", StepState.Now), ("Delivered", StepState.ToCome)],
            steps.Select(s => (s.Title, s.State)));
        Assert.Equal("18:11", steps[1].Text);
        Assert.Equal("Today, 18:40 to 18:55", steps[3].Text);
    }

    [Fact]
    public void Leaves_the_rider_out_when_it_is_collected()
    {
        var steps = OrderText.Steps(Part(VendorOrderStates.Ready, FulfilmentMethods.Pickup), Now);

        Assert.Equal(("Ready to collect", StepState.Now), (steps[2].Title, steps[2].State));
        Assert.Equal("Collect it at 3 Weavers’ Lane", steps[2].Text);
        Assert.Equal("Collected", steps[^1].Title);
    }

    [Fact]
    public void Ends_with_why_when_it_was_stopped_and_promises_nothing_more()
    {
        var steps = OrderText.Steps(Part(VendorOrderStates.Cancelled) with { CancelReason = "Out of stock", History = [Entry(VendorOrderStates.Confirmed, 0), Entry(VendorOrderStates.Cancelled, 3)] }, Now);

        Assert.Equal([("Order received", StepState.Done), ("Cancelled", StepState.Failed)], steps.Select(s => (s.Title, s.State)));
        Assert.Equal("18:04 · Out of stock", steps[^1].Text);
    }

    [Fact]
    public void Has_words_for_every_state_of_an_order_and_of_a_part()
    {
        var states = new[] { typeof(OrderStates), typeof(VendorOrderStates) }
            .SelectMany(t => t.GetFields()).Select(f => (string)f.GetRawConstantValue()!).Where(s => s != VendorOrderStates.Ready).Distinct().ToArray();

        Assert.NotEmpty(states);
        Assert.All(states, state => Assert.NotEqual(state, OrderText.Of(state).Text));
    }

    private static HistoryEntry Entry(string state, int minutes) => new(state, Now.AddMinutes(-30 + minutes), "Kiln & Clay", null);

    private static OrderPart Part(string state, string method = FulfilmentMethods.Delivery) => new(
        Guid.Empty, new(Guid.Empty, "kiln", "Kiln & Clay", 2), state, method, [], new(100, "INR"), new(29, "INR"), new(0, "INR"), new(12, "INR"), new(129, "INR"),
        Now.AddMinutes(9), Now.AddMinutes(24), null, "4072", null, null, false, new(12.9, 80.24), "3 Weavers’ Lane", null,
        [Entry(VendorOrderStates.Pending, 0), Entry(VendorOrderStates.Confirmed, 1), Entry(VendorOrderStates.Preparing, 10), Entry(VendorOrderStates.Ready, 20), Entry(VendorOrderStates.OutForDelivery, 25)]);
}
