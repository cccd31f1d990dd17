using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Deliveries;

namespace Marketplace.BlazorAdmin.Deliveries;

/// <summary>Shifts and availability in words.</summary>
internal static class ShiftWords
{
    public static readonly IReadOnlyList<string> Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static (Tone Tone, string Text) State(ShiftItem shift) => shift switch
    {
        { State: ShiftStates.Draft } => (Tone.Neutral, "Draft"),
        { State: ShiftStates.Cancelled } => (Tone.Danger, "Called off"),
        _ when shift.Taken >= shift.Places => (Tone.Success, "Full"),
        _ => (Tone.Live, $"{shift.Places - shift.Taken} open"),
    };

    /// <summary>"10:00 to 14:00", of a time that comes each week.</summary>
    public static string Times(AvailableTimeDto time) => $"{time.From:HH:mm} to {(time.To == TimeOnly.MinValue ? "24:00" : $"{time.To:HH:mm}")}";

    /// <summary>0 for Monday, as the API counts.</summary>
    public static int DayOf(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;
}
