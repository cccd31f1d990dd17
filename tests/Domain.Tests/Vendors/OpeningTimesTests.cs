using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Vendors;

public sealed class OpeningTimesTests
{
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    [Theory]
    [InlineData("2026-11-23T09:00+05:30", true)]
    [InlineData("2026-11-23T08:59:59+05:30", false)]
    [InlineData("2026-11-23T20:59:59+05:30", true)]
    [InlineData("2026-11-23T21:00+05:30", false)]
    [InlineData("2026-11-24T12:00+05:30", false)] // a Tuesday
    public void Opens_at_its_first_minute_and_closes_before_its_last(string at, bool isOpen) =>
        Assert.Equal(isOpen, On(1, "09:00", "21:00").IsOpenAt(At(at), Kolkata));

    [Theory]
    [InlineData("2026-11-21T23:00+05:30", true)] // Saturday night
    [InlineData("2026-11-22T01:59+05:30", true)] // reaches into Sunday
    [InlineData("2026-11-22T02:00+05:30", false)]
    [InlineData("2026-11-21T01:00+05:30", false)]
    public void Stays_open_past_midnight(string at, bool isOpen) => Assert.Equal(isOpen, On(6, "18:00", "02:00").IsOpenAt(At(at), Kolkata));

    [Fact]
    public void Tells_when_it_closes_and_when_it_opens_next()
    {
        IReadOnlyList<OpeningHours> hours = [.. On(1, "09:00", "12:00"), .. On(1, "12:00", "14:00"), .. On(3, "22:00", "02:00")];

        Assert.Equal(At("2026-11-23T14:00+05:30"), hours.ClosesAt(At("2026-11-23T10:00+05:30"), Kolkata));
        Assert.Null(hours.OpensAt(At("2026-11-23T10:00+05:30"), Kolkata));
        Assert.Equal(At("2026-11-25T22:00+05:30"), hours.OpensAt(At("2026-11-23T14:00+05:30"), Kolkata));
        Assert.Equal(At("2026-11-26T02:00+05:30"), hours.ClosesAt(At("2026-11-25T23:30+05:30"), Kolkata));
        Assert.Null(hours.ClosesAt(At("2026-11-24T10:00+05:30"), Kolkata));
        Assert.Equal(At("2026-11-30T09:00+05:30"), hours.OpensAt(At("2026-11-26T02:00+05:30"), Kolkata));
    }

    [Fact]
    public void Never_closes_when_every_day_is_whole()
    {
        var hours = OpeningHours.EveryDay(new(0, 0), new(0, 0));

        Assert.True(hours.IsOpenAt(At("2026-11-23T03:00+05:30"), Kolkata));
        Assert.Null(hours.ClosesAt(At("2026-11-23T03:00+05:30"), Kolkata));
    }

    [Fact]
    public void Follows_the_clock_of_the_town_when_it_changes()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.Equal(At("2026-10-25T09:00+01:00"), On(0, "09:00", "17:00").OpensAt(At("2026-10-24T20:00+02:00"), berlin));
        Assert.Null(Array.Empty<OpeningHours>().OpensAt(At("2026-10-24T20:00+02:00"), berlin));
    }

    private static OpeningHours[] On(int day, string opens, string closes) => [new(day, TimeOnly.Parse(opens, null), TimeOnly.Parse(closes, null))];

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);
}
