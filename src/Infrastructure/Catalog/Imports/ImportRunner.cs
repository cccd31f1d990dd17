using Marketplace.Application.Audit;
using Marketplace.Application.Catalog.Imports;
using Marketplace.Application.Media;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Infrastructure.Catalog.Imports;

/// <summary>Takes one file into one shop: some hundred rows at a time, each time with services of their own, so that memory stays flat.</summary>
internal sealed partial class ImportRunner(IServiceScopeFactory scopes, IMediaStore media, TimeProvider clock, ILogger<ImportRunner> log)
{
    private const int BatchRows = 1000;

    public async Task RunAsync(ImportRunId id, string upload, AuditOrigin origin, CancellationToken ct)
    {
        try
        {
            await using var file = await ImportFile.OpenAsync(upload, media, ct);
            await using var csv = File.OpenRead(file.Csv);
            var rows = CsvRows.Count(csv);
            var run = await ChangeAsync(id, r => r.Count(rows, clock.GetUtcNow()), ct);
            csv.Position = 0;
            foreach (var products in Batches(run.Format == ImportFormat.Vendure ? VendureFormat.Read(csv) : MarketplaceFormat.Read(csv)))
            {
                var outcome = await ImportAsync(new(run.VendorId, run.Who, run.IsDryRun, products, file.Pictures), origin, ct);
                await ChangeAsync(
                    id,
                    r => r.Advance(
                        products.Sum(p => p.Variants.Count), outcome.Created, outcome.Updated, outcome.Unchanged,
                        [.. outcome.Errors.OrderBy(e => e.Line).Select(e => new ImportNote(e.Line, e.Column, e.Message))], clock.GetUtcNow()),
                    ct);
            }

            await ChangeAsync(id, r => r.End(clock.GetUtcNow()), ct);
        }
        catch (UnreadableFileException unreadable)
        {
            await FailAsync(id, unreadable.Line, unreadable.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await FailAsync(id, 1, "The server was stopped meanwhile. Import the file again: what is there already is left as it is.");
        }
        catch (NpgsqlException broken)
        {
            LogBroken(broken, id.Value);
            await FailAsync(id, 1, "Our database was away. Import the file again: what is there already is left as it is.");
        }
        finally
        {
            File.Delete(upload);
        }
    }

    public Task FailAsync(ImportRunId id, int line, string why) => ChangeAsync(id, r => r.Fail(line, why, clock.GetUtcNow()), CancellationToken.None);

    private async Task<ImportOutcome> ImportAsync(ImportBatch batch, AuditOrigin origin, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Origin>().Value = origin;
            return await scope.ServiceProvider.GetRequiredService<ImportBatchHandler>().HandleAsync(batch, ct);
        }
        catch (Exception refused) when (refused is DbUpdateException or PostgresException { IsTransient: false })
        {
            if (batch.Products is [var product])
            {
                LogRefused(refused, product.Line);
                return new(0, 0, 0, [new ImportRowError(product.Line, null, "Somebody else changed this product at the same time. Import it again.")]);
            }
        }

        // One of them stands in the way of all: alone, each can be told for itself.
        var outcomes = new List<ImportOutcome>();
        foreach (var product in batch.Products)
        {
            outcomes.Add(await ImportAsync(batch with { Products = [product] }, origin, ct));
        }

        return new(outcomes.Sum(o => o.Created), outcomes.Sum(o => o.Updated), outcomes.Sum(o => o.Unchanged), [.. outcomes.SelectMany(o => o.Errors)]);
    }

    private async Task<ImportRun> ChangeAsync(ImportRunId id, Action<ImportRun> change, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var run = await db.Set<ImportRun>().SingleAsync(r => r.Id == id, ct);
        change(run);
        await db.SaveChangesAsync(ct);
        return run;
    }

    private static IEnumerable<IReadOnlyList<ImportedProduct>> Batches(IEnumerable<ImportedProduct> products)
    {
        var (batch, rows) = (new List<ImportedProduct>(), 0);
        foreach (var product in products)
        {
            batch.Add(product);
            rows += product.Variants.Count;
            if (rows >= BatchRows)
            {
                yield return batch;
                (batch, rows) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The import {Run} was broken off")]
    private partial void LogBroken(Exception broken, Guid run);

    [LoggerMessage(LogLevel.Warning, "The product on line {Line} was refused by the database")]
    private partial void LogRefused(Exception refused, int line);
}
