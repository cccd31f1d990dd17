using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>
/// Counts in memory first, because every use would write the same row, and writes every few seconds. What a killed process had not
/// written is lost: these are figures for people, not for a bill.
/// </summary>
public abstract partial class Tally<TKey, TCount>(TimeProvider clock, ILogger log) : BackgroundService where TKey : notnull
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<TKey, TCount> _counts = new();

    protected DateTimeOffset Now => clock.GetUtcNow();

    public async Task WriteAsync(CancellationToken ct)
    {
        List<KeyValuePair<TKey, TCount>> taken = [];
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out var count))
            {
                taken.Add(new(key, count));
            }
        }

        if (taken.Count > 0)
        {
            await StoreAsync(taken, ct);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    protected void Count(TKey key, TCount first, Func<TCount, TCount> oneMore) => _counts.AddOrUpdate(key, first, (_, count) => oneMore(count));

    protected abstract Task StoreAsync(IReadOnlyList<KeyValuePair<TKey, TCount>> counts, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Step, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryWriteAsync(stoppingToken);
        }
    }

    private async Task TryWriteAsync(CancellationToken ct)
    {
        try
        {
            await WriteAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (Exception away) when (away is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            LogLost(away);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some uses were not counted")]
    private partial void LogLost(Exception because);
}
