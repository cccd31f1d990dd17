using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Deliveries;

namespace Marketplace.BlazorAdmin.Deliveries;

internal static class RiderWords
{
    public static (Tone Tone, string Text) State(string state) => state switch
    {
        RiderStates.Online => (Tone.Success, "Free"),
        RiderStates.Busy => (Tone.Live, "Riding"),
        _ => (Tone.Neutral, "Offline"),
    };

    /// <summary>How old the position is, said honestly.</summary>
    public static string Seen(RiderItem rider, DateTimeOffset now) => rider.PositionAt is { } at ? Words.Ago(at, now) : "never reported";
}
