using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Catalog;

internal sealed class CategoryConfiguration : IEntityTypeConfiguration<Category>, IEntityTypeConfiguration<Brand>
{
    public void Configure(EntityTypeBuilder<Category> builder)
    {
        builder.ToTable("categories", "catalog");
        builder.HasIndex(c => c.Slug).IsUnique();
        builder.HasOne<Category>().WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(c => c.Slug).HasMaxLength(Slug.MaxLength);
        builder.Property(c => c.Name).HasMaxLength(Category.NameMaxLength);
    }

    public void Configure(EntityTypeBuilder<Brand> builder)
    {
        builder.ToTable("brands", "catalog");
        builder.HasIndex(b => b.Slug).IsUnique();
        builder.Property(b => b.Slug).HasMaxLength(Slug.MaxLength);
        builder.Property(b => b.Name).HasMaxLength(Brand.NameMaxLength);
        builder.Property(b => b.Description).HasMaxLength(Brand.DescriptionMaxLength);
    }
}
