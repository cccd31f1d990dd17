using Marketplace.Domain.Catalog;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infrastructure.Catalog.Imports;

/// <summary>Shows that the imports of this node are alive, and ends those, of any node, that nobody has shown for a minute.</summary>
internal sealed class ImportWatch(ImportWorker worker, ImportRunner runner, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ImportWatch> log)
    : RecurringWork(TimeSpan.FromSeconds(10), clock, log, beginsAtOnce: true)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var runs = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<ImportRun>();
        var now = Clock.GetUtcNow();
        ImportRunId[] mine = [.. worker.Mine];
        await runs.Where(r => mine.Contains(r.Id) && r.State == ImportState.Running).ExecuteUpdateAsync(set => set.SetProperty(r => r.SeenAt, now), ct);
        foreach (var lost in await runs.Where(r => r.State == ImportState.Running && r.SeenAt < now - Silence).Select(r => r.Id).ToListAsync(ct))
        {
            await runner.FailAsync(lost, 1, "The server went away meanwhile. Import the file again: what is there already is left as it is.");
        }
    }
}
