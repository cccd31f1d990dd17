using System.Collections.Concurrent;
using Marketplace.Application.Shared;

namespace Marketplace.Infrastructure.Shared;

/// <summary>What this node has seen.</summary>
internal sealed class MemoryRequestCounters(TimeProvider clock) : IRequestCounters
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Window> _windows = new();
    private long _sweepAt;

    /// <summary>How many callers are remembered.</summary>
    internal int Windows => _windows.Count;

    public ValueTask<IReadOnlyList<RequestCount>> CountAsync(IReadOnlyList<string> keys, TimeSpan window, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        Sweep(now);
        var counts = new RequestCount[keys.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            var counted = _windows.AddOrUpdate(
                keys[i],
                static (_, at) => new(1, at.Now + at.Window),
                static (_, known, at) => known.EndsAt <= at.Now ? new(1, at.Now + at.Window) : known with { Requests = known.Requests + 1 },
                (Now: now, Window: window));
            counts[i] = new(counted.Requests, counted.EndsAt - now);
        }

        return new(counts);
    }

    /// <summary>Forgets the windows that are over, so that callers who come once do not stay for ever.</summary>
    private void Sweep(DateTimeOffset now)
    {
        var due = Interlocked.Read(ref _sweepAt);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _sweepAt, (now + SweepEvery).UtcTicks, due) != due)
        {
            return;
        }

        foreach (var known in _windows.Where(w => w.Value.EndsAt <= now))
        {
            _windows.TryRemove(known);
        }
    }

    private readonly record struct Window(long Requests, DateTimeOffset EndsAt);
}
