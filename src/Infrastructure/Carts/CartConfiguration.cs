using Marketplace.Domain.Carts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Carts;

internal sealed class CartConfiguration : IEntityTypeConfiguration<Cart>, IEntityTypeConfiguration<CartItem>
{
    public void Configure(EntityTypeBuilder<Cart> cart)
    {
        cart.ToTable("carts", "carts");
        cart.HasIndex(c => c.UserId).IsUnique();
        cart.HasIndex(c => c.TokenHash).IsUnique();
        cart.HasIndex(c => c.ExpiresAt).HasFilter("expires_at is not null");
        cart.HasMany(c => c.Items).WithOne().HasForeignKey("CartId").IsRequired();
        cart.Navigation(c => c.Items).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<CartItem> item)
    {
        item.ToTable("items", "carts");
        item.HasKey("CartId", nameof(CartItem.VariantId));
        item.Property(i => i.Name).HasMaxLength(CartItem.NameMaxLength);
    }
}
