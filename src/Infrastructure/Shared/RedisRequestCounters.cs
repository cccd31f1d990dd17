using Marketplace.Application.Shared;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Counts in the Redis that all nodes share. While it is away each node counts for itself, so that nothing is ever open: with N nodes
/// a caller then has N times the limit at most.
/// </summary>
internal sealed partial class RedisRequestCounters(RedisConnection redis, MemoryRequestCounters here, TimeProvider clock, ILogger<RedisRequestCounters> log) : IRequestCounters
{
    private const string Prefix = "marketplace.requests ";

    /// <summary>An answer that comes later than this costs more than it is worth.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>One step for Redis, so that a window never stays without an end.</summary>
    private const string Count =
        """
        local counts = {}
        for _, key in ipairs(KEYS) do
            counts[#counts + 1] = redis.call('INCR', key)
            local left = redis.call('PTTL', key)
            if left < 0 then
                redis.call('PEXPIRE', key, ARGV[1])
                left = tonumber(ARGV[1])
            end
            counts[#counts + 1] = left
        end
        return counts
        """;

    private long _notBefore;

    public async ValueTask<IReadOnlyList<RequestCount>> CountAsync(IReadOnlyList<string> keys, TimeSpan window, CancellationToken ct)
    {
        if (redis.Current is { } connection && clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _notBefore))
        {
            try
            {
                var answer = (RedisValue[])await connection.GetDatabase()
                    .ScriptEvaluateAsync(Count, [.. keys.Select(key => (RedisKey)(Prefix + key))], [(long)window.TotalMilliseconds]).WaitAsync(Patience, clock, ct);
                return [.. keys.Select((_, i) => new RequestCount((long)answer[2 * i], TimeSpan.FromMilliseconds((long)answer[(2 * i) + 1])))];
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                Interlocked.Exchange(ref _notBefore, (clock.GetUtcNow() + Pause).UtcTicks);
                LogAway(away);
            }
        }

        return await here.CountAsync(keys, window, ct);
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not count requests right now: this node counts for itself")]
    private partial void LogAway(Exception away);
}
