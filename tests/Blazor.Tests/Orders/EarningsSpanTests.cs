using System.Globalization;
using Marketplace.BlazorAdmin.Orders;

namespace Marketplace.Blazor.Tests.Orders;

public sealed class EarningsSpanTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);

    [Theory]
    [InlineData(null, null, "month", "2026-11-01", "2026-11-30", "November 2026")]
    [InlineData("day", null, "day", "2026-11-30", "2026-11-30", "Today")]
    [InlineData("week", "2026-11-29", "week", "2026-11-23", "2026-11-29", "23 Nov to 29 Nov")]
    [InlineData("week", "2026-11-30", "week", "2026-11-30", "2026-12-06", "30 Nov to 6 Dec")]
    [InlineData("month", "2024-02-10", "month", "2024-02-01", "2024-02-29", "February 2024")]
    [InlineData("month", "0001-01-01", "month", "2026-11-01", "2026-11-30", "November 2026")]
    public void Is_the_day_week_or_month_that_a_day_is_in(string? kind, string? on, string isKind, string from, string to, string title)
    {
        var span = EarningsSpan.Of(kind, on is null ? null : Day(on), null, null, Today);

        Assert.Equal((isKind, Day(from), Day(to), title), (span.Kind, span.From, span.To, span.Title(Today)));
        Assert.Equal(span, EarningsSpan.Of(kind, EarningsSpan.Of(kind, span.After, null, null, Today).Before, null, null, Today));
    }

    [Theory]
    [InlineData("2026-11-10", null, "2026-11-10", "2026-11-30")]
    [InlineData(null, "2026-10-12", "2026-10-01", "2026-10-12")]
    [InlineData("2026-12-10", null, "2026-12-10", "2026-12-10")]
    [InlineData("2026-11-10", "2026-11-12", "2026-11-10", "2026-11-12")]
    public void Days_of_ones_own_go_before_all_others_and_are_those_of_the_API(string? from, string? to, string first, string last)
    {
        var span = EarningsSpan.Of("week", Today, from is null ? null : Day(from), to is null ? null : Day(to), Today);

        Assert.Equal(("own", Day(first), Day(last)), (span.Kind, span.From, span.To));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
