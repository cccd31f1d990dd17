namespace Marketplace.Domain.Deliveries.Shifts;

/// <summary>From when until when somebody works.</summary>
public readonly record struct WorkingTime(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>How long before their shift riders may go online, so that their place is known when it begins.</summary>
    public static readonly TimeSpan EarlyOnline = TimeSpan.FromMinutes(15);

    public bool Covers(DateTimeOffset now) => From <= now && now < Until;

    /// <summary>Whether who works then may be online now. Offers come only once it has begun.</summary>
    public bool LetsOnline(DateTimeOffset now) => From - EarlyOnline <= now && now < Until;

    /// <summary>One that begins when the other ends does not overlap it.</summary>
    public bool Overlaps(WorkingTime other) => From < other.Until && other.From < Until;
}
