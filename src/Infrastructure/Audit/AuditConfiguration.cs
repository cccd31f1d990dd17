using Marketplace.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Audit;

/// <summary>The table is made by <c>Schema.sql</c>, because the identity server writes to it too.</summary>
internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("entries", "audit", table => table.ExcludeFromMigrations());
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Action).HasMaxLength(AuditEntry.ActionMaxLength);
        entry.Property(e => e.SubjectKind).HasMaxLength(20);
        entry.Property(e => e.SubjectId).HasMaxLength(AuditEntry.SubjectMaxLength);
        entry.Property(e => e.Before).HasMaxLength(AuditEntry.TextMaxLength);
        entry.Property(e => e.After).HasMaxLength(AuditEntry.TextMaxLength);
        entry.Property(e => e.Reason).HasMaxLength(AuditEntry.ReasonMaxLength);
        entry.Property(e => e.Place).HasMaxLength(AuditEntry.PlaceMaxLength);
        entry.Property(e => e.TraceId).HasMaxLength(AuditEntry.TraceMaxLength);
    }
}
