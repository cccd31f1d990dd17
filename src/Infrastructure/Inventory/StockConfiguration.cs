using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Inventory;

internal sealed class StockConfiguration : IEntityTypeConfiguration<StockItem>, IEntityTypeConfiguration<Reservation>, IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockItem> item)
    {
        item.ToTable("stock_items", "inventory");
        item.HasKey(i => i.VariantId);
        item.HasOne<Variant>().WithOne().HasForeignKey<StockItem>(i => i.VariantId).OnDelete(DeleteBehavior.Cascade);
        item.HasIndex(i => i.VendorId);
    }

    public void Configure(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.ToTable("reservations", "inventory");
        reservation.HasKey(r => new { r.OrderId, r.VariantId });
        reservation.HasIndex(r => r.VariantId).HasFilter("state = 'Open'");
        reservation.HasIndex(r => r.Deadline).HasFilter("state = 'Open' and deadline is not null");
    }

    public void Configure(EntityTypeBuilder<StockMovement> movement)
    {
        movement.ToTable("movements", "inventory");
        movement.Property(m => m.Id).UseIdentityAlwaysColumn();
        movement.Property(m => m.Who).HasMaxLength(200);
        movement.Property(m => m.Note).HasMaxLength(300);
        movement.HasIndex(m => new { m.VariantId, m.Id });
    }
}
