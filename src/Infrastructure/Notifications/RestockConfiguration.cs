using Marketplace.Domain.Catalog;
using Marketplace.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class RestockConfiguration : IEntityTypeConfiguration<RestockAlert>
{
    public void Configure(EntityTypeBuilder<RestockAlert> alert)
    {
        alert.ToTable("restock_alerts", "notifications", table => table.HasCheckConstraint("ck_restock_alerts_who", "(user_id is null) <> (email is null)"));
        alert.HasOne<Variant>().WithMany().HasForeignKey(a => a.VariantId).OnDelete(DeleteBehavior.Cascade);
        alert.HasIndex(a => new { a.VariantId, a.UserId }).IsUnique();
        alert.HasIndex(a => new { a.VariantId, a.Email }).IsUnique();
        alert.HasIndex(a => a.UserId);
        alert.HasIndex(a => a.Email);
        alert.HasIndex(a => a.AskedAt);
        alert.Property(a => a.Email).HasMaxLength(Mail.RecipientMaxLength);
    }
}
