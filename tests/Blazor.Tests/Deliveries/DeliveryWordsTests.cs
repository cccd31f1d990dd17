using Marketplace.BlazorAdmin.Deliveries;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Deliveries;

public sealed class DeliveryWordsTests
{
    [Theory]
    [InlineData(DeliveryStates.PickedUp, true)]
    [InlineData(DeliveryStates.InTransit, true)]
    [InlineData(DeliveryStates.Failed, false)]
    [InlineData(DeliveryStates.Returning, false)]
    public void Offers_what_the_rules_allow_for_whatever_a_rider_holds(string state, bool isUnderWay)
    {
        string[] ended = [DeliveryOutcomes.AtShop, DeliveryOutcomes.Lost];
        string[] expected = isUnderWay ? [DeliveryOutcomes.TurnBack, .. ended] : ended;

        Assert.True(DeliveryWords.IsHeld(state));
        Assert.Equal(expected, DeliveryWords.WaysOut(Delivery(state, null), canPassOn: false).Select(w => w.Value));
        Assert.Equal([DeliveryWords.PassOn, .. expected], DeliveryWords.WaysOut(Delivery(state, null), canPassOn: true).Select(w => w.Value));
    }

    [Theory]
    [InlineData(DeliveryStates.Assigned)]
    [InlineData(DeliveryStates.Delivered)]
    [InlineData(DeliveryStates.Returned)]
    [InlineData(DeliveryStates.Lost)]
    public void Offers_nothing_before_and_after(string state) => Assert.False(DeliveryWords.IsHeld(state));

    [Fact]
    public void Says_what_becomes_of_the_money()
    {
        Assert.StartsWith("The shopper gets back everything that was paid for it.", Lost(null), StringComparison.Ordinal);
        Assert.StartsWith("No cash is due for it.", Lost(480), StringComparison.Ordinal);

        static string Lost(decimal? cash) => DeliveryWords.WaysOut(Delivery(DeliveryStates.InTransit, cash), canPassOn: false).Single(w => w.Value == DeliveryOutcomes.Lost).Follows;
    }

    private static DeliveryItem Delivery(string state, decimal? cash) => new(
        Guid.CreateVersion7(), "MK-1", Guid.CreateVersion7(), state, "Shop", 1, new(12.9, 80.2), new(12.91, 80.21), "Mint Street 1", Guid.CreateVersion7(), "Joseph", DateTimeOffset.UnixEpoch, null, null, false, 0,
        new(40, "INR"), cash is { } due ? new MoneyDto(due, "INR") : null);
}
