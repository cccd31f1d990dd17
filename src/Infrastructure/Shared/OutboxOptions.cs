using System.ComponentModel.DataAnnotations;

namespace Marketplace.Infrastructure.Shared;

public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>Streams that one node works on at a time. Each takes two database connections.</summary>
    [Range(1, 64)]
    public int Parallelism { get; set; } = 8;

    /// <summary>After so many failures a reaction to a message is parked for a person to look at.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 10;

    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMilliseconds(500);
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Shorter for a partner that is away: its backlog should move soon after it is back.</summary>
    public TimeSpan LongestRetryWhenAway { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A reaction that takes longer has failed.</summary>
    public TimeSpan ReactionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look without having been notified: covers a lost notification and a connection pooler.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long delivered messages and their inbox rows are kept.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Doubles with each attempt up to the longest; <paramref name="jitter"/> is 0 to 1 and spreads it by half either way.</summary>
    public TimeSpan RetryAfter(int attempts, double jitter)
    {
        var exact = Math.Min(LongestRetry.TotalMilliseconds, FirstRetry.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30)));
        return TimeSpan.FromMilliseconds(exact * (0.5 + jitter));
    }
}
