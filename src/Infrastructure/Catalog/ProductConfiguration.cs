using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Catalog;

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>, IEntityTypeConfiguration<Variant>, IEntityTypeConfiguration<ProductImage>, IEntityTypeConfiguration<ProductVideo>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("products", "catalog");
        builder.HasIndex(p => p.Slug).IsUnique();
        builder.HasIndex(p => new { p.VendorId, p.UpdatedAt });
        builder.HasIndex(p => new { p.VendorId, p.PublishedAt });
        builder.HasIndex(p => p.CategoryId);
        builder.HasIndex(p => p.BrandId);
        builder.HasOne<Vendor>().WithMany().HasForeignKey(p => p.VendorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Category>().WithMany().HasForeignKey(p => p.CategoryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Brand>().WithMany().HasForeignKey(p => p.BrandId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(p => p.Slug).HasMaxLength(Slug.MaxLength);
        builder.Property(p => p.Name).HasMaxLength(Product.NameMaxLength);
        builder.Property(p => p.Description).HasMaxLength(Product.DescriptionMaxLength);
        builder.Property(p => p.HiddenReason).HasMaxLength(Product.ReasonMaxLength);
        builder.Property(p => p.TaxClass).HasMaxLength(Product.CodeMaxLength);
        builder.Property(p => p.Unit).HasMaxLength(Product.UnitMaxLength);
        builder.Property(p => p.Options).HasJson();
        builder.Property(p => p.Attributes).HasJson();
        builder.PrimitiveCollection(p => p.Tags).HasColumnType("text[]");
        builder.ComplexProperty(p => p.PriceFrom, price => price.Property(m => m.Currency).HasMaxLength(3));
        builder.HasMany(p => p.Variants).WithOne().HasForeignKey(v => v.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(p => p.Images).WithOne().HasForeignKey(i => i.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(p => p.Videos).WithOne().HasForeignKey(v => v.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(p => p.Variants).AutoInclude();
        builder.Navigation(p => p.Images).AutoInclude();
        builder.Navigation(p => p.Videos).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<Variant> builder)
    {
        builder.ToTable("variants", "catalog", table =>
        {
            table.HasCheckConstraint("ck_variants_price", "price_amount > 0");
            table.HasCheckConstraint("ck_variants_compare_at", "compare_at is null or compare_at > price_amount");
        });
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.HasIndex(v => v.ProductId);
        builder.Property(v => v.Sku).HasMaxLength(Product.CodeMaxLength);
        builder.Property(v => v.Options).HasJson();
        builder.ComplexProperty(v => v.Price, price => price.Property(m => m.Currency).HasMaxLength(3));
    }

    public void Configure(EntityTypeBuilder<ProductImage> builder)
    {
        builder.ToTable("product_images", "catalog");
        builder.HasKey(i => new { i.ProductId, i.MediaId });
        builder.HasIndex(i => i.MediaId);
        builder.Property(i => i.Alt).HasMaxLength(Product.AltMaxLength);
    }

    public void Configure(EntityTypeBuilder<ProductVideo> builder)
    {
        builder.ToTable("product_videos", "catalog");
        builder.HasKey(v => new { v.ProductId, v.MediaId });
        builder.HasIndex(v => v.MediaId);
        builder.HasIndex(v => v.PosterId);
        builder.Property(v => v.Text).HasMaxLength(Product.VideoTextMaxLength);
    }
}
