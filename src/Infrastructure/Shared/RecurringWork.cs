using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Work that comes round until the host stops. A round that fails is logged and the next one tries again: an error that left here would end the whole
/// host, and a database that is away for a minute, or one bad row, must not do that.
/// </summary>
/// <param name="pause">From the beginning of a round to the next one; a round that takes longer is followed at once.</param>
/// <param name="beginsAtOnce">Otherwise the first round comes after a pause.</param>
public abstract partial class RecurringWork(TimeSpan pause, TimeProvider clock, ILogger log, bool beginsAtOnce = false) : BackgroundService
{
    private readonly HashSet<string> _waiting = []; // parts that found the database away, and have said so

    protected TimeProvider Clock { get; } = clock;

    protected abstract Task RoundAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, Clock);
        try
        {
            if (!beginsAtOnce)
            {
                await WaitAsync(timer, stoppingToken);
            }

            while (true)
            {
                await TryAsync(GetType().Name, () => RoundAsync(stoppingToken), stoppingToken);
                await WaitAsync(timer, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            return; // the host stops, and what was under way broke off
        }
    }

    /// <summary>Until the next round is due.</summary>
    protected virtual Task WaitAsync(PeriodicTimer timer, CancellationToken ct) => timer.WaitForNextTickAsync(ct).AsTask();

    /// <summary>
    /// For a part of a round whose failure must not keep the others from their turn. An outage is told when it begins and when it is over, however many
    /// rounds it lasts.
    /// </summary>
    protected async Task TryAsync(string part, Func<Task> work, CancellationToken ct)
    {
        try
        {
            await work();
            if (_waiting.Remove(part))
            {
                LogBack(part);
            }
        }
        catch (Exception away) when (!ct.IsCancellationRequested && IsOutage(away))
        {
            if (_waiting.Add(part))
            {
                LogAway(away, part);
            }
        }
        catch (Exception failed) when (!ct.IsCancellationRequested && failed is not OutOfMemoryException)
        {
            LogFailed(failed, part);
        }
    }

    /// <summary>EF Core wraps what the driver says.</summary>
    private static bool IsOutage(Exception failed) => failed is NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException { IsTransient: true } };

    [LoggerMessage(LogLevel.Warning, "{Part} waits for the database")]
    private partial void LogAway(Exception away, string part);

    [LoggerMessage(LogLevel.Information, "{Part} goes on")]
    private partial void LogBack(string part);

    [LoggerMessage(LogLevel.Error, "{Part} failed and will be tried again")]
    private partial void LogFailed(Exception failed, string part);
}
