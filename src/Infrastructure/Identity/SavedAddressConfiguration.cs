using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Identity;

internal sealed class SavedAddressConfiguration : IEntityTypeConfiguration<SavedAddress>
{
    public void Configure(EntityTypeBuilder<SavedAddress> address)
    {
        address.ToTable("addresses", "orders");
        address.Property(a => a.Id).ValueGeneratedNever();
        address.Property(a => a.Label).HasMaxLength(SavedAddress.LabelMaxLength);
        address.Property(a => a.Address).HasJson();
        address.HasIndex(a => a.UserId).HasFilter("is_default").IsUnique().HasDatabaseName("ix_addresses_default");
        address.HasIndex(a => a.UserId);
    }
}
