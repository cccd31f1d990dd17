using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Marketplace.Application.Shared;

/// <summary>The unit of work. Each feature adds its own sets as extension properties.</summary>
public interface IMarketplaceDb
{
    DatabaseFacade Database { get; }

    DbSet<TEntity> Set<TEntity>() where TEntity : class;

    /// <summary>Puts an event that no tracked aggregate raised into the outbox; it is written by the next save.</summary>
    void Publish(Guid streamId, IDomainEvent happened);

    Task<int> SaveChangesAsync(CancellationToken cancellationToken);
}

/// <summary>Marks a use-case handler, which is registered as itself.</summary>
public interface IHandler;

/// <summary>
/// Marks work that several use cases share and that is more than a query or a domain method: registered as itself, taken by
/// handlers, taking no handler.
/// </summary>
public interface IUseCasePart;

/// <summary>
/// Reacts to an event from the outbox. It runs inside a transaction together with its inbox row, so its database work
/// happens once; effects outside the database may happen twice and must be idempotent by an id from the event.
/// </summary>
public interface IReactTo<in TEvent> where TEvent : IDomainEvent
{
    Task HandleAsync(TEvent happened, CancellationToken ct);
}
