using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Makes a use case refuse to change an aggregate that is of another revision than the caller has seen. It looks when the aggregate is
/// loaded to be changed, so that nobody learns of what they may not see; what happens from then to the save the concurrency token stops.
/// </summary>
public sealed class ExpectedRevision(MarketplaceDbContext db)
{
    /// <param name="id">Which one; null where a request is about the only one of its kind.</param>
    /// <param name="revisions">Any of them will do.</param>
    public void Expect(Type aggregate, Guid? id, IReadOnlyCollection<int> revisions) => db.ChangeTracker.Tracked += (_, tracked) =>
    {
        // Whatever begins to be only now was nothing before, which is revision 0.
        if ((tracked.FromQuery || tracked.Entry.State == EntityState.Added) && tracked.Entry.Entity is AggregateRoot found
            && found.GetType() == aggregate && (id is null || found.StreamId == id) && !revisions.Contains(found.Revision))
        {
            throw new StaleRevisionException();
        }
    };
}

/// <summary>Somebody else changed first.</summary>
public sealed class StaleRevisionException : Exception;
