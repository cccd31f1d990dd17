using System.Collections.Concurrent;
using System.Net;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Hosting;

/// <summary>
/// Keeps the API's public answers for a moment, so that a page that many people open at once asks once. What changed in the
/// catalogue shows within that moment; nothing personal goes through here.
/// </summary>
public sealed class FreshCache(TimeProvider clock)
{
    private const int MaxEntries = 2_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    public async Task<T> GetAsync<T>(string key, Func<CancellationToken, Task<T>> read)
    {
        var now = clock.GetUtcNow();
        if (_entries.TryGetValue(key, out var known) && known.Until > now)
        {
            try
            {
                return (T)(await known.Value.Value)!;
            }
            catch (ApiException refused) when (refused.Status == HttpStatusCode.TooManyRequests)
            {
                // Whoever wanted it first asks too much. This one is somebody else.
            }
        }

        if (_entries.Count >= MaxEntries)
        {
            _entries.Clear();
        }

        // The reading outlives the request that began it: others wait for the same answer.
        var entry = new Entry(now + Fresh, new Lazy<Task<object?>>(async () => await read(CancellationToken.None)));
        _entries[key] = entry;
        try
        {
            return (T)(await entry.Value.Value)!;
        }
        catch
        {
            _entries.TryRemove(new(key, entry));
            throw;
        }
    }

    private sealed record Entry(DateTimeOffset Until, Lazy<Task<object?>> Value);
}
