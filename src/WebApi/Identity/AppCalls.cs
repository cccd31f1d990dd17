using System.Collections.Concurrent;
using Marketplace.Application.Identity;
using Npgsql;

namespace Marketplace.WebApi.Identity;

/// <summary>
/// Counts the requests of applications of others, by day, and writes the counts every few seconds: a figure for their developers, which is not
/// worth a write for each request. What a killed process had not written is lost.
/// </summary>
internal sealed partial class AppCalls(IAppCalls kept, TimeProvider clock, ILogger<AppCalls> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(string Client, DateOnly Day), long> _counts = new();

    public void Count(string client) => _counts.AddOrUpdate((client, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)), 1, (_, calls) => calls + 1);

    public async Task WriteAsync(CancellationToken ct)
    {
        List<AppDay> days = [];
        foreach (var (client, day) in _counts.Keys)
        {
            if (_counts.TryRemove((client, day), out var calls))
            {
                days.Add(new(client, day, calls));
            }
        }

        if (days.Count > 0)
        {
            await kept.AddAsync(days, ct);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

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
        catch (NpgsqlException away)
        {
            LogLost(away);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Some calls of applications were not counted")]
    private partial void LogLost(Exception because);
}
