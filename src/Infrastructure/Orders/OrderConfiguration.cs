using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Orders;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>, IEntityTypeConfiguration<OrderHistory>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.ToTable("orders", "orders");
        order.Property(o => o.Number).HasMaxLength(20);
        order.Property(o => o.SealedAccessToken).HasMaxLength(500);
        order.HasIndex(o => o.Number).IsUnique();
        order.HasIndex(o => new { o.CustomerId, o.PlacedAt });
        order.HasIndex(o => o.PlacedAt);
        order.HasIndex(o => o.PayBy).HasFilter("pay_by is not null");
        order.ComplexProperty(o => o.Contact, contact =>
        {
            contact.Property(c => c.Name).HasMaxLength(120);
            contact.Property(c => c.Email).HasMaxLength(254);
            contact.Property(c => c.Phone).HasMaxLength(32);
        });
        order.Property(o => o.Address).HasJson();
        order.Property(o => o.GiftMessage).HasMaxLength(Order.GiftMessageMaxLength);
        order.HasMany(o => o.Parts).WithOne().HasForeignKey(p => p.OrderId);
        order.Navigation(o => o.Parts).AutoInclude(); // an aggregate always loads whole; its history alone is only ever added to
        order.HasMany(o => o.History).WithOne().HasForeignKey(h => h.OrderId);
    }

    public void Configure(EntityTypeBuilder<OrderHistory> history)
    {
        history.ToTable("history", "orders");
        history.Property(h => h.Id).ValueGeneratedNever();
        history.Property(h => h.Who).HasMaxLength(200);
        history.Property(h => h.Note).HasMaxLength(VendorOrder.ReasonMaxLength);
        history.HasIndex(h => h.VendorOrderId);
    }
}

internal sealed class VendorOrderConfiguration : IEntityTypeConfiguration<VendorOrder>, IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<VendorOrder> part)
    {
        part.ToTable("vendor_orders", "orders");
        part.Property(p => p.Id).ValueGeneratedNever();
        part.Property(p => p.Number).HasMaxLength(20);
        part.Property(p => p.VendorName).HasMaxLength(120);
        part.Property(p => p.VendorSlug).HasMaxLength(140);
        part.Property(p => p.VendorStreet).HasMaxLength(200);
        part.ComplexProperty(p => p.VendorPosition);
        part.Property(p => p.Note).HasMaxLength(VendorOrder.NoteMaxLength);
        part.Property(p => p.CancelReason).HasMaxLength(VendorOrder.ReasonMaxLength);
        part.Property(p => p.PickupCode).HasMaxLength(4);
        part.Property(p => p.Pin).HasMaxLength(4);
        part.HasIndex(p => new { p.VendorId, p.State });
        part.HasIndex(p => new { p.VendorId, p.EndedAt });
        part.HasIndex(p => p.AnswerBy).HasFilter("answer_by is not null");
        part.HasMany(p => p.Lines).WithOne().HasForeignKey("VendorOrderId").IsRequired();
        part.Navigation(p => p.Lines).AutoInclude();
        part.HasOne<Vendor>().WithMany().HasForeignKey(p => p.VendorId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<OrderLine> line)
    {
        line.ToTable("lines", "orders");
        line.Property(l => l.Id).ValueGeneratedNever();
        line.Property(l => l.Sku).HasMaxLength(64);
        line.Property(l => l.ProductSlug).HasMaxLength(240);
        line.Property(l => l.Name).HasMaxLength(200);
        line.Property(l => l.VariantText).HasMaxLength(200);
        line.Property(l => l.TaxRegion).HasMaxLength(TaxRegion.NameMaxLength);
        line.HasIndex(l => l.ProductId);
    }
}
