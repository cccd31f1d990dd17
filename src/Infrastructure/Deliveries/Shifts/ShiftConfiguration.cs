using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Deliveries.Shifts;

/// <summary>Deliveries/Schema.sql adds what EF Core cannot express: one place at a time for a rider, and no more places than there are.</summary>
internal sealed class ShiftConfiguration : IEntityTypeConfiguration<Shift>, IEntityTypeConfiguration<ShiftRider>, IEntityTypeConfiguration<Availability>
{
    /// <summary>A rider works one shift at a time, whatever two requests may believe at once.</summary>
    public const string OneShiftAtATime = "ex_shift_riders_rider_id_time";

    public void Configure(EntityTypeBuilder<Shift> builder)
    {
        builder.ToTable("shifts", "deliveries", table =>
        {
            table.HasCheckConstraint("ck_shifts_time", "starts_at < ends_at");
            table.HasCheckConstraint("ck_shifts_places", $"places between 1 and {Shift.MaxPlaces}");
        });
        builder.HasIndex(s => s.StartsAt);
        builder.Property(s => s.Note).HasMaxLength(Shift.NoteMaxLength);
        builder.HasMany(s => s.Riders).WithOne().HasForeignKey("ShiftId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(s => s.Riders).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<ShiftRider> builder)
    {
        builder.ToTable("shift_riders", "deliveries");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex("ShiftId", nameof(ShiftRider.RiderId)).IsUnique();
        builder.HasIndex(r => new { r.RiderId, r.EndsAt });
        builder.HasIndex(r => r.EndsAt);
        builder.HasOne<Rider>().WithMany().HasForeignKey(r => r.RiderId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Availability> builder)
    {
        builder.ToTable("availabilities", "deliveries");
        builder.HasKey(a => a.RiderId);
        builder.Property(a => a.Times).HasJson();
        builder.HasOne<Rider>().WithOne().HasForeignKey<Availability>(a => a.RiderId).OnDelete(DeleteBehavior.Cascade);
    }
}
