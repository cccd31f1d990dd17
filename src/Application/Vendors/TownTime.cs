namespace Marketplace.Application.Vendors;

/// <summary>The time zone of the shops' opening hours.</summary>
public sealed record TownTime(TimeZoneInfo Zone)
{
    /// <summary>The moment at which a day begins in town.</summary>
    public DateTimeOffset? StartOf(DateOnly? day) => day is { } known ? new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(known.ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero) : null;

    /// <summary>The moment at which a day ends in town; null when there is no next.</summary>
    public DateTimeOffset? EndOf(DateOnly? day) => day < DateOnly.MaxValue ? StartOf(day.Value.AddDays(1)) : null;

    /// <summary>The moment at which the clocks in town show this; null when they jump over it. What they show twice is taken the second time.</summary>
    public DateTimeOffset? MomentOf(DateOnly day, TimeOnly time) => day.ToDateTime(time) is var shown && Zone.IsInvalidTime(shown)
        ? null
        : new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(shown, Zone), TimeSpan.Zero);

    /// <summary>What the clocks in town show.</summary>
    public DateTime Shown(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).DateTime;

    /// <summary>The day that it is in town.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
}
