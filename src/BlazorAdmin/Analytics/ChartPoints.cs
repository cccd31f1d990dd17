using System.Globalization;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Orders;

namespace Marketplace.BlazorAdmin.Analytics;

/// <summary>Figures as points of a chart, and the sentence that says what they show.</summary>
internal static class ChartPoints
{
    public static IReadOnlyList<ColumnChart.Point> Days(IReadOnlyList<DayPoint> days, DateOnly today) =>
        [.. days.Select((d, i) => new ColumnChart.Point(Words.ShortDate(d.Day, today), i % 7 == days.Count % 7 ? Words.ShortDate(d.Day, today) : null, d.Sales))];

    public static IReadOnlyList<ColumnChart.Point> Hours(IReadOnlyList<HourPoint> hours) =>
        [.. hours.Select(h => new ColumnChart.Point(Hour(h.Hour), h.Hour % 6 == 0 ? Hour(h.Hour) : null, h.Orders))];

    public static string DaysSentence(IReadOnlyList<DayPoint> days, string currency, DateOnly today)
    {
        if (days.Count == 0 || days.All(d => d.Sales == 0))
        {
            return "No sales in these days.";
        }

        var best = days.MaxBy(d => d.Sales)!;
        return $"{Words.Money(days.Sum(d => d.Sales), currency)} in {days.Count} days. The best was {Words.ShortDate(best.Day, today)} with {Words.Money(best.Sales, currency)}.";
    }

    public static string HoursSentence(IReadOnlyList<HourPoint> hours)
    {
        if (hours.Count == 0 || hours.All(h => h.Orders == 0))
        {
            return "No orders yet today.";
        }

        var best = hours.MaxBy(h => h.Orders)!;
        return $"{Words.Count(hours.Sum(h => h.Orders), "order")} today. Most came between {Hour(best.Hour)} and {Hour((best.Hour + 1) % 24)}: {best.Orders}.";
    }

    private static string Hour(int hour) => hour.ToString("00", CultureInfo.InvariantCulture) + ":00";
}
