using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorAdmin.Orders;

internal static class OrderHistory
{
    /// <summary>Who did what and when; the last entry is where it stands.</summary>
    public static IReadOnlyList<TimelineStep> Steps(IReadOnlyList<HistoryEntry> history, DateTimeOffset now) =>
        [.. history.Select((entry, i) => new TimelineStep(Title(entry.State), StateOf(entry.State, i == history.Count - 1), Text(entry, now)))];

    private static string Text(HistoryEntry entry, DateTimeOffset now) =>
        $"{Words.ShortMoment(entry.At, now)} · {entry.Who}" + (string.IsNullOrWhiteSpace(entry.Note) ? "" : $" · {entry.Note}");

    private static StepState StateOf(string state, bool isLast) => state switch
    {
        VendorOrderStates.Failed or VendorOrderStates.Cancelled => StepState.Failed,
        VendorOrderStates.Delivered or VendorOrderStates.Returned => StepState.Done,
        _ => isLast ? StepState.Now : StepState.Done,
    };

    private static string Title(string state) => state switch
    {
        VendorOrderStates.Pending => "Placed",
        VendorOrderStates.Confirmed => "Confirmed",
        VendorOrderStates.Preparing => "Accepted",
        VendorOrderStates.Ready => "Ready",
        VendorOrderStates.OutForDelivery => "Picked up",
        VendorOrderStates.Failed => "Not delivered",
        _ => OrderWords.Part(state).Text,
    };
}
