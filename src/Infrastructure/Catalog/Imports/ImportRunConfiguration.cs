using Marketplace.Domain.Catalog;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Catalog.Imports;

internal sealed class ImportRunConfiguration : IEntityTypeConfiguration<ImportRun>
{
    public void Configure(EntityTypeBuilder<ImportRun> builder)
    {
        builder.ToTable("import_jobs", "catalog");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.FileName).HasMaxLength(ImportRun.FileNameMaxLength);
        builder.Property(r => r.Who).HasMaxLength(ImportRun.WhoMaxLength);
        builder.Property(r => r.Notes).HasJson();
        builder.HasOne<Vendor>().WithMany().HasForeignKey(r => r.VendorId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(r => r.VendorId).IsUnique().HasFilter("state = 'Running'").HasDatabaseName("uq_import_jobs_running");
    }
}
