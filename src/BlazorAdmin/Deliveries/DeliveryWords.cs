using Marketplace.Contracts.Deliveries;

namespace Marketplace.BlazorAdmin.Deliveries;

/// <summary>What the dispatcher may say of a ride in its rider's place, and what follows from it.</summary>
internal static class DeliveryWords
{
    /// <summary>Not an outcome of the API: the ride goes on with somebody else.</summary>
    public const string PassOn = "PASS_ON";

    public static bool IsHeld(string state) => state is DeliveryStates.PickedUp or DeliveryStates.InTransit or DeliveryStates.Failed or DeliveryStates.Returning;

    /// <param name="canPassOn">Whether another rider is free.</param>
    public static IReadOnlyList<(string Value, string Title, string Follows)> WaysOut(DeliveryItem delivery, bool canPassOn)
    {
        var (rider, isUnderWay) = (delivery.RiderName ?? "The rider", delivery.State is DeliveryStates.PickedUp or DeliveryStates.InTransit);
        var (money, paid) = delivery.CashToCollect is null
            ? ("The shopper gets back everything that was paid for it", "the shopper gets back everything that was paid for it")
            : ("No cash is due for it", "no cash is due for it");
        List<(string, string, string)> ways = [];
        if (canPassOn)
        {
            ways.Add((PassOn, "Another rider takes it over", $"{rider} has it no longer. Call both, so that they meet. {(isUnderWay ? "The shopper waits for the other rider." : "The other rider brings it back to the shop.")}"));
        }

        if (isUnderWay)
        {
            ways.Add((DeliveryOutcomes.TurnBack, "It goes back to the shop", $"It counts as not delivered. {rider} brings it back; {paid} once the shop has it."));
        }

        ways.Add((DeliveryOutcomes.AtShop, "The shop has it back", $"Call the shop first. The goods go back on its shelf. {money}, and {rider} is free."));
        ways.Add((DeliveryOutcomes.Lost, "It is lost", $"{money}. The shopper reads your reason, and so does the shop. The goods do not go back on the shelf. {rider} is free. This cannot be undone."));
        return ways;
    }

    /// <summary>Said when it worked.</summary>
    public static string Done(string outcome, DeliveryItem delivery) => outcome switch
    {
        DeliveryOutcomes.TurnBack => $"{delivery.OrderNumber} goes back to {delivery.VendorName}.",
        DeliveryOutcomes.AtShop => $"{delivery.VendorName} has {delivery.OrderNumber} back.",
        DeliveryOutcomes.Lost => $"{delivery.OrderNumber} is given up for lost.",
        _ => $"{delivery.OrderNumber} is passed on.",
    };
}
