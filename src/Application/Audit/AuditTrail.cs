using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Audit;

/// <summary>Notes what a privileged person does; it is written by the save that makes the change.</summary>
public sealed class AuditTrail(IMarketplaceDb db, Origin origin, TimeProvider clock) : IUseCasePart
{
    public void Note(AuditNote note) => db.AuditEntries.Add(AuditEntry.Of(note, origin.Value, clock.GetUtcNow()));
}

public static class AuditQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();
    }
}
