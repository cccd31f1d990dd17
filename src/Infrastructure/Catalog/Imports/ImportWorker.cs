using System.Collections.Concurrent;
using System.Threading.Channels;
using Marketplace.Application.Catalog.Imports;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Infrastructure.Catalog.Imports;

/// <summary>Runs this node's imports one after another, and says of those whose node went away that they failed.</summary>
internal sealed partial class ImportWorker(ImportRunner runner, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ImportWorker> log) : BackgroundService, IImports
{
    private const int MaxWaiting = 16;
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly Channel<(ImportRunId Run, string Path, AuditOrigin Origin)> _waiting = Channel.CreateBounded<(ImportRunId, string, AuditOrigin)>(MaxWaiting);
    private readonly ConcurrentDictionary<ImportRunId, bool> _mine = new();

    public bool TryAdd(ImportRunId run, string path, AuditOrigin origin)
    {
        _mine[run] = true;
        return _waiting.Writer.TryWrite((run, path, origin)) || !_mine.TryRemove(run, out _);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(ImportAsync(stoppingToken), BeatAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _waiting.Writer.Complete();
            await foreach (var (run, path, _) in _waiting.Reader.ReadAllAsync(CancellationToken.None))
            {
                File.Delete(path);
                await runner.FailAsync(run, 1, "The server was stopped before the import began. Import the file again.");
            }
        }
    }

    private async Task ImportAsync(CancellationToken ct)
    {
        await foreach (var (run, path, origin) in _waiting.Reader.ReadAllAsync(ct))
        {
            try
            {
                await runner.RunAsync(run, path, origin, ct);
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                LogBug(bug, run.Value); // the next import must not suffer from it
                await runner.FailAsync(run, 1, "Something broke on our side. We have been told.");
            }
            finally
            {
                _mine.TryRemove(run, out _);
            }
        }
    }

    /// <summary>Shows that what waits here is alive, and ends what nobody has shown for a minute.</summary>
    private async Task BeatAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Pulse, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var runs = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<ImportRun>();
                var now = clock.GetUtcNow();
                ImportRunId[] mine = [.. _mine.Keys];
                await runs.Where(r => mine.Contains(r.Id) && r.State == ImportState.Running).ExecuteUpdateAsync(set => set.SetProperty(r => r.SeenAt, now), ct);
                foreach (var lost in await runs.Where(r => r.State == ImportState.Running && r.SeenAt < now - Silence).Select(r => r.Id).ToListAsync(ct))
                {
                    await runner.FailAsync(lost, 1, "The server went away meanwhile. Import the file again: what is there already is left as it is.");
                }
            }
            catch (NpgsqlException away)
            {
                LogAway(away);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    [LoggerMessage(LogLevel.Error, "The import {Run} failed")]
    private partial void LogBug(Exception bug, Guid run);

    [LoggerMessage(LogLevel.Warning, "The imports could not be looked after")]
    private partial void LogAway(Exception away);
}
