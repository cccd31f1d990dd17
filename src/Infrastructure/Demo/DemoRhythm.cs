namespace Marketplace.Infrastructure.Demo;

/// <summary>When people order: little at night, most at noon and in the evening, more on weekends, and a little more every week.</summary>
internal sealed class DemoRhythm(DateTimeOffset now, TimeZoneInfo zone, Random random)
{
    public const int Days = 90;
    private const double OrdersOnFirstDay = 18;
    private const double OrdersOnLastDay = 44;

    /// <summary>Hour by hour in the town's time, as parts of the day's orders.</summary>
    private static readonly double[] Hours = [0.9, 0.5, 0.25, 0.12, 0.15, 0.5, 1.6, 3.2, 5.4, 5.8, 5.2, 5.9, 7.4, 6.6, 4.4, 4.0, 4.8, 6.4, 8.2, 9.2, 8.4, 5.6, 3.2, 1.8];

    /// <summary>Sunday first.</summary>
    private static readonly double[] Weekdays = [1.22, 0.82, 0.88, 0.93, 0.97, 1.12, 1.34];

    public DateTimeOffset Begin { get; } = now.AddDays(-Days);

    /// <summary>The moments of all orders, in their order. The last hour always has some, so that the town is awake whenever it is looked at.</summary>
    public IReadOnlyList<DateTimeOffset> Moments()
    {
        var moments = new List<DateTimeOffset>();
        for (var hour = Begin; hour < now; hour = hour.AddHours(1))
        {
            var expected = PerHour(hour);
            var count = (int)expected + (random.NextDouble() < expected - (int)expected ? 1 : 0);
            if (count > 0 && random.Next(3) == 0)
            {
                count += random.Next(3) - 1;
            }

            for (var i = 0; i < count; i++)
            {
                moments.Add(hour.AddSeconds(random.Next(3600)));
            }
        }

        for (var minutes = 75.0; minutes > 0.5; minutes -= 1.2 + (random.NextDouble() * 1.6))
        {
            moments.Add(now.AddMinutes(-minutes));
        }

        return [.. moments.Where(m => m < now).Order()];
    }

    private double PerHour(DateTimeOffset hour)
    {
        var local = TimeZoneInfo.ConvertTime(hour, zone);
        var grown = OrdersOnFirstDay + ((OrdersOnLastDay - OrdersOnFirstDay) * (hour - Begin).TotalDays / Days);
        return grown * Weekdays[(int)local.DayOfWeek] * Hours[local.Hour] / Hours.Sum();
    }
}
