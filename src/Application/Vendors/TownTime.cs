namespace Marketplace.Application.Vendors;

/// <summary>The time zone of the shops' opening hours.</summary>
public sealed record TownTime(TimeZoneInfo Zone)
{
    /// <summary>The moment at which a day begins in town.</summary>
    public DateTimeOffset? StartOf(DateOnly? day) => day is { } known ? new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(known.ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero) : null;

    /// <summary>The moment at which a day ends in town; null when there is no next.</summary>
    public DateTimeOffset? EndOf(DateOnly? day) => day < DateOnly.MaxValue ? StartOf(day.Value.AddDays(1)) : null;

    /// <summary>The day that it is in town.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
}
