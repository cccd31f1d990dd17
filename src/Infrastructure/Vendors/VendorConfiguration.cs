using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Vendors;

internal sealed class VendorConfiguration
    : IEntityTypeConfiguration<Vendor>, IEntityTypeConfiguration<VendorMember>, IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Vendor> builder)
    {
        builder.ToTable("vendors", "vendors");
        builder.HasIndex(v => v.Slug).IsUnique();
        builder.HasIndex(v => v.State);
        builder.Property(v => v.Slug).HasMaxLength(Domain.Shared.Slug.MaxLength);
        builder.Property(v => v.Name).HasMaxLength(Vendor.NameMaxLength);
        builder.Property(v => v.Tagline).HasMaxLength(Vendor.TaglineMaxLength);
        builder.Property(v => v.Story).HasMaxLength(Vendor.StoryMaxLength);
        builder.Property(v => v.StateReason).HasMaxLength(Vendor.ReasonMaxLength);
        builder.Property(v => v.Street).HasMaxLength(Vendor.LineMaxLength);
        builder.Property(v => v.City).HasMaxLength(Vendor.LineMaxLength);
        builder.Property(v => v.Region).HasMaxLength(Vendor.LineMaxLength);
        builder.Property(v => v.PostalCode).HasMaxLength(16);
        builder.Property(v => v.Country).HasMaxLength(2);
        builder.Property(v => v.Phone).HasMaxLength(Vendor.PhoneMaxLength);
        builder.Property(v => v.Email).HasMaxLength(Vendor.EmailMaxLength);
        builder.ComplexProperty(v => v.Position);
        builder.Property(v => v.Hours).HasJson();
        builder.HasMany(v => v.Members).WithOne().HasForeignKey(m => m.VendorId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(v => v.Members).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<VendorMember> builder)
    {
        builder.ToTable("members", "vendors");
        builder.HasKey(m => new { m.VendorId, m.UserId });
        builder.HasIndex(m => m.UserId);
    }

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations", "vendors");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Email).HasMaxLength(Vendor.EmailMaxLength);
        builder.HasIndex(i => i.KeyHash).IsUnique();
        builder.HasIndex(i => i.Email);
        builder.HasIndex(i => new { i.VendorId, i.Email }).HasFilter("state = 'Open'").IsUnique().HasDatabaseName("ix_invitations_open");
        builder.HasOne<Vendor>().WithMany().HasForeignKey(i => i.VendorId).OnDelete(DeleteBehavior.Cascade);
    }
}
