using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries.Shifts;

/// <summary>A time of each week, in the store's time zone.</summary>
/// <param name="To">Midnight at the end of the day when it is 00:00.</param>
public sealed record AvailableTime(DayOfWeek Day, TimeOnly From, TimeOnly To)
{
    private const int MinutesOfDay = 24 * 60;

    /// <summary>Minutes since the week began, which it does on Monday.</summary>
    internal int Begin => ((int)Day + 6) % 7 * MinutesOfDay + Minutes(From);
    internal int End => ((int)Day + 6) % 7 * MinutesOfDay + (To == TimeOnly.MinValue ? MinutesOfDay : Minutes(To));

    private static int Minutes(TimeOnly time) => time.Hour * 60 + time.Minute;
}

/// <summary>When a rider would work, week by week. It helps the dispatcher to plan; it promises nothing and forbids nothing.</summary>
public sealed class Availability : AggregateRoot
{
    public const int MaxTimes = 21;
    private const int MinutesOfWeek = 7 * 24 * 60;

    private Availability() { } // EF Core

    public Availability(RiderId riderId) => RiderId = riderId;

    public override Guid StreamId => RiderId.Value;
    public RiderId RiderId { get; private init; }
    public IReadOnlyList<AvailableTime> Times { get; private set; } = [];
    public DateTimeOffset SavedAt { get; private set; }

    public Result<Done> Save(IEnumerable<AvailableTime> times, DateTimeOffset now)
    {
        AvailableTime[] ordered = [.. times.OrderBy(t => t.Begin)];
        if (ordered.Any(t => t.End <= t.Begin))
        {
            return ShiftErrors.TimeEndsFirst;
        }

        if (ordered.Zip(ordered.Skip(1)).Any(pair => pair.Second.Begin < pair.First.End))
        {
            return ShiftErrors.TimesOverlap;
        }

        (Times, SavedAt) = (ordered, now);
        Raise(new AvailabilitySaved(RiderId, now));
        return new Done();
    }

    /// <summary>Whether all of it lies in times that the rider named; one may go on where another ends.</summary>
    /// <param name="from">As the clocks in the store show it.</param>
    public bool Covers(DateTime from, TimeSpan length)
    {
        var at = ((int)from.DayOfWeek + 6) % 7 * 24 * 60 + from.Hour * 60 + from.Minute;
        var until = at + (int)length.TotalMinutes;
        foreach (var (begin, end) in Times.Select(t => (t.Begin, t.End)).Concat(Times.Select(t => (t.Begin + MinutesOfWeek, t.End + MinutesOfWeek))))
        {
            if (begin <= at && at < end)
            {
                at = end;
            }
        }

        return at >= until;
    }
}
