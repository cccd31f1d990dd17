using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Deliveries.Shifts;

public sealed class AvailabilityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly Availability _availability = new(RiderId.New());

    [Fact]
    public void Times_do_not_overlap_and_end_after_they_begin()
    {
        Assert.Equal("availability.overlaps", Save((DayOfWeek.Monday, "10:00", "14:00"), (DayOfWeek.Monday, "13:59", "16:00")));
        Assert.Equal("availability.ends_first", Save((DayOfWeek.Monday, "10:00", "10:00")));
        Assert.Equal("availability.ends_first", Save((DayOfWeek.Sunday, "22:00", "02:00")));
        Assert.Empty(_availability.Times);

        Assert.Null(Save((DayOfWeek.Sunday, "22:00", "00:00"), (DayOfWeek.Monday, "14:00", "16:00"), (DayOfWeek.Monday, "10:00", "14:00")));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Monday, DayOfWeek.Sunday], _availability.Times.Select(t => t.Day));
    }

    [Theory]
    [InlineData("2026-11-23 10:00", 4, true)] // a Monday, exactly
    [InlineData("2026-11-23 10:00", 6, true)] // one time goes on where the other ends
    [InlineData("2026-11-23 09:59", 4, false)]
    [InlineData("2026-11-23 12:00", 5, false)]
    [InlineData("2026-11-24 10:00", 1, false)] // a Tuesday
    [InlineData("2026-11-22 22:00", 3, true)] // over the end of the week
    [InlineData("2026-11-22 22:00", 5, false)]
    public void Covers_what_lies_in_it_whole(string from, int hours, bool expected)
    {
        Assert.Null(Save((DayOfWeek.Monday, "10:00", "14:00"), (DayOfWeek.Monday, "14:00", "16:00"), (DayOfWeek.Sunday, "22:00", "00:00"), (DayOfWeek.Monday, "00:00", "01:00")));

        Assert.Equal(expected, _availability.Covers(DateTime.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(hours)));
    }

    private string? Save(params (DayOfWeek Day, string From, string To)[] times) =>
        _availability.Save(times.Select(t => new AvailableTime(t.Day, TimeOnly.Parse(t.From, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(t.To, System.Globalization.CultureInfo.InvariantCulture))), Now).Error?.Code;
}
