using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorStore.Orders;

/// <summary>What the states of an order are called to the person who placed it.</summary>
internal static class OrderText
{
    public static (string Text, Tone Tone) Of(string state) => state switch
    {
        OrderStates.Pending => ("Waiting for payment", Tone.Live),
        OrderStates.Confirmed => ("Ordered", Tone.Action),
        OrderStates.Preparing => ("Being packed", Tone.Live),
        OrderStates.OutForDelivery => ("On its way", Tone.Live),
        OrderStates.PartiallyDelivered => ("Partly delivered", Tone.Live),
        OrderStates.Delivered => ("Delivered", Tone.Success),
        OrderStates.PartiallyCancelled => ("Partly cancelled", Tone.Neutral),
        OrderStates.Cancelled => ("Cancelled", Tone.Neutral),
        OrderStates.Failed => ("Not delivered", Tone.Danger),
        OrderStates.Returned => ("Returned", Tone.Neutral),
        _ => (state, Tone.Neutral),
    };

    public static bool IsOver(string state) =>
        state is OrderStates.Delivered or OrderStates.PartiallyCancelled or OrderStates.Cancelled or OrderStates.Failed or OrderStates.Returned;

    /// <summary>What came into the cart again, and what did not.</summary>
    public static string Of(ReorderResult again)
    {
        if (again.Misses.Count == 0)
        {
            return "Everything is in your cart again, at today’s prices.";
        }

        var names = Words.List([.. again.Misses.Select(m => m.Name).Distinct().Take(3)]);
        return again.Misses.All(m => m.InCart > 0)
            ? $"There is less to be had of {names}. The rest is in your cart again."
            : $"Not to be had right now: {names}. {(again.Cart.ItemCount > 0 ? "The rest is in your cart." : "")}".TrimEnd();
    }

    /// <summary>The steps of one shop's part: what was, what is, what comes.</summary>
    public static IReadOnlyList<TimelineStep> Steps(OrderPart part, DateTimeOffset now)
    {
        var isPickup = part.Method == FulfilmentMethods.Pickup;
        (string State, string Past, string Now)[] path =
        [
            (VendorOrderStates.Confirmed, "Order received", "Waiting for the shop"),
            (VendorOrderStates.Preparing, "Accepted", "Being packed"),
            (VendorOrderStates.Ready, "Packed", isPickup ? "Ready to collect" : "Packed, waiting for the rider"),
            (VendorOrderStates.OutForDelivery, "Picked up by the rider", "On its way"),
            (VendorOrderStates.Delivered, isPickup ? "Collected" : "Delivered", isPickup ? "Collected" : "Delivered"),
        ];
        if (part.State == VendorOrderStates.Pending)
        {
            path = [(VendorOrderStates.Pending, "Ordered", "Waiting for payment"), .. path];
        }

        if (isPickup)
        {
            path = [.. path.Where(s => s.State != VendorOrderStates.OutForDelivery)];
        }

        var steps = new List<TimelineStep>();
        var current = Array.FindIndex(path, s => s.State == part.State);
        var stopped = part.State is VendorOrderStates.Cancelled or VendorOrderStates.Failed or VendorOrderStates.Returned;
        for (var i = 0; i < path.Length; i++)
        {
            var entry = part.History.LastOrDefault(h => h.State == path[i].State);
            if (stopped ? entry is not null : i < current || part.State == VendorOrderStates.Delivered)
            {
                steps.Add(new(path[i].Past, StepState.Done, Said(entry, now)));
            }
            else if (!stopped && i == current)
            {
                steps.Add(new(path[i].Now, StepState.Now, Next(part, now)));
            }
            else if (!stopped)
            {
                steps.Add(new(path[i].Past, StepState.ToCome));
            }
        }

        if (stopped)
        {
            var end = part.History.LastOrDefault(h => h.State == part.State);
            steps.Add(new(Of(part.State).Text, StepState.Failed, Join(end is null ? null : Words.ShortMoment(end.At, now), part.CancelReason ?? end?.Note)));
        }

        return steps;
    }

    private static string? Said(HistoryEntry? entry, DateTimeOffset now) => entry is null ? null : Join(Words.ShortMoment(entry.At, now), entry.Note);

    private static string? Next(OrderPart part, DateTimeOffset now) => part switch
    {
        { State: VendorOrderStates.Confirmed, AnswerBy: { } by } when by > now => $"The shop answers by {Words.Time(by)}",
        { Method: FulfilmentMethods.Pickup, State: VendorOrderStates.Ready } => $"Collect it at {part.VendorStreet}",
        { Tracking: { ArrivesFrom: { } from, ArrivesTo: { } to } } => $"Arrives {Words.Times(from, to)}",
        { Method: FulfilmentMethods.Pickup, ArrivesFrom: { } from } => $"Ready about {Words.ShortMoment(from, now)}",
        { ArrivesFrom: { } from, ArrivesTo: { } to } => Words.Window(from, to, now),
        _ => null,
    };

    private static string? Join(string? time, string? note) => string.Join(" · ", new[] { time, note }.Where(t => !string.IsNullOrWhiteSpace(t))) is { Length: > 0 } text ? text : null;
}
