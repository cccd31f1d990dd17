using System.Collections.Concurrent;
using System.Threading.Channels;
using Marketplace.Application.Catalog.Imports;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infrastructure.Catalog.Imports;

/// <summary>Runs this node's imports one after another.</summary>
internal sealed partial class ImportWorker(ImportRunner runner, ILogger<ImportWorker> log) : BackgroundService, IImports
{
    private const int MaxWaiting = 16;

    private readonly Channel<(ImportRunId Run, string Path, AuditOrigin Origin)> _waiting = Channel.CreateBounded<(ImportRunId, string, AuditOrigin)>(MaxWaiting);
    private readonly ConcurrentDictionary<ImportRunId, bool> _mine = new();

    /// <summary>What waits or runs here.</summary>
    public IReadOnlyCollection<ImportRunId> Mine => [.. _mine.Keys];

    public bool TryAdd(ImportRunId run, string path, AuditOrigin origin)
    {
        _mine[run] = true;
        return _waiting.Writer.TryWrite((run, path, origin)) || !_mine.TryRemove(run, out _);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ImportAsync(stoppingToken);
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

    [LoggerMessage(LogLevel.Error, "The import {Run} failed")]
    private partial void LogBug(Exception bug, Guid run);
}
