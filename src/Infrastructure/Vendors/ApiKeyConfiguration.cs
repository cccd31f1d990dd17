using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Vendors;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys", "vendors");
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.HasIndex(k => new { k.VendorId, k.MadeAt });
        builder.Property(k => k.Name).HasMaxLength(ApiKey.NameMaxLength);
        builder.Property(k => k.Prefix).HasMaxLength(ApiKey.PrefixLength);
        builder.HasOne<Vendor>().WithMany().HasForeignKey(k => k.VendorId).OnDelete(DeleteBehavior.Cascade);
    }
}
