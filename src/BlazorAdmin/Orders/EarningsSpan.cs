using System.Globalization;
using Marketplace.BlazorShared.Design;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>The days that earnings are shown for: one, a week from Monday, a month, or days of one's own.</summary>
public sealed record EarningsSpan(string Kind, DateOnly From, DateOnly To)
{
    public const string Day = "day";
    public const string Week = "week";
    public const string Month = "month";
    public const string Own = "own";

    /// <param name="on">A day in it; today unless told.</param>
    /// <param name="from">Days of one's own, when either is given.</param>
    public static EarningsSpan Of(string? kind, DateOnly? on, DateOnly? from, DateOnly? to, DateOnly today)
    {
        if (from is not null || to is not null)
        {
            var last = to ?? (from > today ? from.Value : today);
            return new(Own, from ?? FirstOf(last), last);
        }

        var day = on is { Year: >= 2000 and < 9000 } known ? known : today;
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return kind switch
        {
            Day => new(Day, day, day),
            Week => new(Week, monday, monday.AddDays(6)),
            _ => new(Month, FirstOf(day), FirstOf(day).AddMonths(1).AddDays(-1)),
        };
    }

    /// <summary>A day of the span before, which leads to it.</summary>
    public DateOnly Before => From.AddDays(-1);

    /// <summary>A day of the span after.</summary>
    public DateOnly After => To.AddDays(1);

    /// <summary>The address of the span of a kind that holds a day.</summary>
    public static string Href(string kind, DateOnly on) => $"/vendor/earnings?span={kind}&on={on.ToString("O", CultureInfo.InvariantCulture)}";

    /// <summary>"November 2026", "23 to 29 Nov", "Today".</summary>
    public string Title(DateOnly today) => Kind switch
    {
        Day => Words.Day(From, today),
        Month => From.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
        _ => $"{Words.ShortDate(From, today)} to {Words.ShortDate(To, today)}",
    };

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
