using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Hands the outbox to its consumers. A node takes a stream by locking its name, so that any number of nodes share
/// the work and one stream is never in two hands; several streams go in parallel. Woken by NOTIFY, and by the clock for retries.
/// </summary>
internal sealed partial class OutboxRelay(NpgsqlDataSource database, OutboxStreams streams, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxRelay> log)
    : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly OutboxOptions _options = options.Value;

    /// <summary>Looks at the outbox now rather than at the next notification.</summary>
    public void WakeUp() => _wakeUps.Writer.TryWrite(true);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepAsync("relay", RelayAsync, stoppingToken), KeepAsync("listener", ListenAsync, stoppingToken));

    /// <summary>Runs the loop again whenever it breaks: quietly, with a growing pause, until the database is back.</summary>
    private async Task KeepAsync(string name, Func<Action, CancellationToken, Task> loop, CancellationToken ct)
    {
        for (var failures = 0; !ct.IsCancellationRequested;)
        {
            try
            {
                await loop(() => failures = Recovered(name, failures), ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                if (failures++ == 0)
                {
                    LogBroken(broken, name);
                }

                var pause = TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 250 * Math.Pow(2, Math.Min(failures, 10))));
                await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private int Recovered(string name, int failures)
    {
        if (failures > 0)
        {
            LogRecovered(name, failures);
        }

        return 0;
    }

    private async Task RelayAsync(Action recovered, CancellationToken ct)
    {
        using var slots = new SemaphoreSlim(_options.Parallelism);
        var running = new HashSet<Task>();
        try
        {
            while (true)
            {
                await slots.WaitAsync(ct);
                OutboxDelivery? stream = null;
                try
                {
                    stream = await streams.TakeAsync(ct);
                    recovered();
                }
                finally
                {
                    if (stream is null)
                    {
                        slots.Release();
                    }
                }

                if (stream is null)
                {
                    await WaitAsync(ct);
                    continue;
                }

                running.RemoveWhere(t => t.IsCompleted);
                running.Add(DeliverAsync(stream, slots, ct));
            }
        }
        finally
        {
            await Task.WhenAll(running); // a message that is being handled is finished
        }
    }

    private async Task DeliverAsync(OutboxDelivery stream, SemaphoreSlim slots, CancellationToken ct)
    {
        try
        {
            await using (stream)
            {
                await stream.DeliverAsync(ct);
            }
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // The transaction that held the stream is gone with everything it wrote; whoever takes the stream next goes on from the inbox.
            LogStreamLost(broken, stream.Id);
            await Task.Delay(TimeSpan.FromMilliseconds(250), clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            slots.Release();
            WakeUp(); // what arrived for the stream meanwhile found it locked
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        var wait = _options.PollInterval;
        if (await streams.NextRetryAsync(ct) is { } retry)
        {
            var untilRetry = retry - clock.GetUtcNow();
            wait = untilRetry < wait ? untilRetry : wait;
        }

        using var timeout = new CancellationTokenSource(wait > TimeSpan.FromMilliseconds(20) ? wait : TimeSpan.FromMilliseconds(20), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            await _wakeUps.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // time to look on our own
        }
    }

    private async Task ListenAsync(Action recovered, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => WakeUp();
        await using var listen = new NpgsqlCommand("listen outbox", connection);
        await listen.ExecuteNonQueryAsync(ct);
        recovered();
        WakeUp(); // what came before the listening
        while (true)
        {
            if (!await connection.WaitAsync(TimeSpan.FromSeconds(30), ct))
            {
                await using var alive = new NpgsqlCommand("select 1", connection);
                await alive.ExecuteNonQueryAsync(ct); // finds out about a connection that died silently
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The outbox {Loop} lost the database and keeps trying")]
    private partial void LogBroken(Exception broken, string loop);

    [LoggerMessage(LogLevel.Information, "The outbox {Loop} is back after {Failures} failed tries")]
    private partial void LogRecovered(string loop, int failures);

    [LoggerMessage(LogLevel.Warning, "Let go of stream {Stream}; it will be taken again")]
    private partial void LogStreamLost(Exception broken, Guid stream);
}
