using Marketplace.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Deliveries;

internal sealed class RiderConfiguration : IEntityTypeConfiguration<Rider>, IEntityTypeConfiguration<RiderPosition>, IEntityTypeConfiguration<TrackPoint>
{
    public void Configure(EntityTypeBuilder<Rider> builder)
    {
        builder.ToTable("riders", "deliveries");
        builder.HasIndex(r => r.UserId).IsUnique();
        builder.Property(r => r.Name).HasMaxLength(Rider.NameMaxLength);
        builder.Property(r => r.Phone).HasMaxLength(Rider.PhoneMaxLength);
        builder.Property(r => r.Vehicle).HasMaxLength(Rider.VehicleMaxLength);
    }

    public void Configure(EntityTypeBuilder<RiderPosition> builder)
    {
        builder.ToTable("rider_positions", "deliveries");
        builder.HasKey(p => p.RiderId);
        builder.Property(p => p.RiderId).ValueGeneratedNever();
        builder.HasOne<Rider>().WithOne().HasForeignKey<RiderPosition>(p => p.RiderId).OnDelete(DeleteBehavior.Cascade);
        builder.ComplexProperty(p => p.Position);
    }

    public void Configure(EntityTypeBuilder<TrackPoint> builder)
    {
        builder.ToTable("track_points", "deliveries");
        builder.HasKey(p => new { p.DeliveryId, p.At });
        builder.HasIndex(p => p.At); // housekeeping deletes by it
        builder.HasIndex(p => p.RiderId);
        builder.HasOne<Delivery>().WithMany().HasForeignKey(p => p.DeliveryId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Rider>().WithMany().HasForeignKey(p => p.RiderId).OnDelete(DeleteBehavior.Restrict);
        builder.ComplexProperty(p => p.Position);
    }
}
