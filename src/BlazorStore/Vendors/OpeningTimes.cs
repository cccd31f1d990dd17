using System.Globalization;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorStore.Vendors;

/// <summary>A shop's week in as few lines as it takes: "Mon to Sat", "09:00 to 20:00".</summary>
internal static class OpeningTimes
{
    private static readonly string[] Names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public static IReadOnlyList<(string Days, string Times)> Of(IReadOnlyList<OpeningHoursDto> hours)
    {
        var week = Enumerable.Range(1, 7).Select(d => d % 7).Select(day => (Day: day, Times: TimesOf(hours, day))).ToArray();
        var lines = new List<(string, string)>();
        for (var i = 0; i < week.Length;)
        {
            var last = i;
            while (last + 1 < week.Length && week[last + 1].Times == week[i].Times)
            {
                last++;
            }

            lines.Add((last == i ? Names[week[i].Day] : $"{Names[week[i].Day]} to {Names[week[last].Day]}", week[i].Times));
            i = last + 1;
        }

        return lines;
    }

    private static string TimesOf(IReadOnlyList<OpeningHoursDto> hours, int day) =>
        hours.Where(h => h.Day == day).OrderBy(h => h.Opens).Select(h => $"{Text(h.Opens)} to {Text(h.Closes)}").ToArray() is { Length: > 0 } times
            ? string.Join(", ", times)
            : "Closed";

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
