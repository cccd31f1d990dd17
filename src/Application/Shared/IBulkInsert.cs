using Marketplace.Domain.Shared;

namespace Marketplace.Application.Shared;

/// <summary>Writes many new aggregates and their events at once, in the unit of work's transaction, without tracking them.</summary>
public interface IBulkInsert
{
    Task InsertAsync(IReadOnlyCollection<AggregateRoot> aggregates, CancellationToken ct);
}
