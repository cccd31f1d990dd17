using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

internal sealed class PostgresBulkInsert(MarketplaceDbContext db, OutboxConsumers consumers, TimeProvider clock) : IBulkInsert
{
    public async Task InsertAsync(IReadOnlyCollection<AggregateRoot> aggregates, CancellationToken ct)
    {
        var copy = new BulkCopy(db.Model);
        var now = clock.GetUtcNow();
        foreach (var aggregate in aggregates)
        {
            copy.Add(aggregate, now);
            foreach (var happened in aggregate.TakeEvents())
            {
                copy.Add(OutboxMessage.From(aggregate.StreamId, happened, consumers.AreThereFor(happened.GetType())), now);
            }
        }

        await copy.WriteAsync((NpgsqlConnection)db.Database.GetDbConnection(), ct);
    }
}
