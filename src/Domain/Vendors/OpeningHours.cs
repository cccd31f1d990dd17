namespace Marketplace.Domain.Vendors;

/// <summary>One stretch in which a shop is open, in the shop's own time.</summary>
/// <param name="Day">0 is Sunday.</param>
/// <param name="Closes">Before <paramref name="Opens"/> means after midnight; equal to it means a whole day.</param>
public sealed record OpeningHours(int Day, TimeOnly Opens, TimeOnly Closes)
{
    public static IReadOnlyList<OpeningHours> EveryDay(TimeOnly opens, TimeOnly closes) =>
        [.. Enumerable.Range(0, 7).Select(day => new OpeningHours(day, opens, closes))];
}

/// <summary>Answers when a weekly timetable is open. Touching stretches count as one.</summary>
public static class OpeningTimes
{
    private const int DaysAhead = 8;

    extension(IReadOnlyList<OpeningHours> hours)
    {
        public bool IsOpenAt(DateTimeOffset now, TimeZoneInfo zone) => hours.Stretches(now, zone).Any(s => s.From <= now && now < s.To);

        /// <summary>When it closes, if it is open now and ever does.</summary>
        public DateTimeOffset? ClosesAt(DateTimeOffset now, TimeZoneInfo zone)
        {
            var stretches = hours.Stretches(now, zone);
            if (!stretches.Any(s => s.From <= now && now < s.To))
            {
                return null;
            }

            var end = now;
            while (stretches.Where(s => s.From <= end && s.To > end).Select(s => (DateTimeOffset?)s.To).Max() is { } later)
            {
                end = later;
            }

            return end - now > TimeSpan.FromDays(7) ? null : end;
        }

        /// <summary>When it opens next, if it is closed now.</summary>
        public DateTimeOffset? OpensAt(DateTimeOffset now, TimeZoneInfo zone)
        {
            var stretches = hours.Stretches(now, zone);
            return stretches.Any(s => s.From <= now && now < s.To)
                ? null
                : stretches.Where(s => s.From > now).Select(s => (DateTimeOffset?)s.From).Min();
        }

        private List<(DateTimeOffset From, DateTimeOffset To)> Stretches(DateTimeOffset now, TimeZoneInfo zone)
        {
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
            var stretches = new List<(DateTimeOffset, DateTimeOffset)>(hours.Count * 2);
            for (var offset = -1; offset <= DaysAhead; offset++)
            {
                var date = today.AddDays(offset);
                foreach (var h in hours)
                {
                    if (h.Day == (int)date.DayOfWeek)
                    {
                        stretches.Add((At(date, h.Opens, zone), At(h.Closes <= h.Opens ? date.AddDays(1) : date, h.Closes, zone)));
                    }
                }
            }

            return stretches;
        }
    }

    private static DateTimeOffset At(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(time);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
