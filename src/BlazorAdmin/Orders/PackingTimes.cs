using Marketplace.BlazorShared.Design;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>The packing times that a shop chooses from.</summary>
internal static class PackingTimes
{
    private static readonly int[] Usual = [5, 8, 10, 12, 15, 20, 25, 30, 45, 60, 90, 120, 180, 240];

    /// <summary>The usual ones and the one that is set, whatever it is.</summary>
    public static IEnumerable<int> With(int minutes) => Usual.Append(minutes).Distinct().Order();

    public static string Text(int minutes) => Words.Duration(TimeSpan.FromMinutes(minutes));
}
