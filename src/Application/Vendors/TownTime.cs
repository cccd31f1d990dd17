namespace Marketplace.Application.Vendors;

/// <summary>The time zone of the shops' opening hours.</summary>
public sealed record TownTime(TimeZoneInfo Zone);
