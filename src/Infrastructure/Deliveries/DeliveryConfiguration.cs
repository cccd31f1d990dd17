using Marketplace.Domain.Deliveries;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Deliveries;

internal sealed class DeliveryConfiguration : IEntityTypeConfiguration<Delivery>, IEntityTypeConfiguration<Offer>, IEntityTypeConfiguration<DeliveryStep>
{
    /// <summary>A rider holds one active delivery at a time, whatever two requests may believe at once.</summary>
    public const string OneActivePerRider = "ux_deliveries_rider_id_active";

    /// <summary>A rider has one question to answer at a time.</summary>
    public const string OneOpenOfferPerRider = "ux_offers_rider_id_open";

    private static readonly string ActiveStates = string.Join(", ", DeliveryProgress.Active.Select(s => $"'{s}'"));

    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries", "deliveries", table =>
        {
            table.HasCheckConstraint("ck_deliveries_rider", $"state not in ({ActiveStates}, 'Delivered', 'Returned', 'Lost') or rider_id is not null");
            table.HasCheckConstraint("ck_deliveries_cash", "cash_to_collect_amount >= 0 and cash_collected_amount in (0, cash_to_collect_amount)");
            table.HasCheckConstraint("ck_deliveries_delivered", "state <> 'Delivered' or (picked_up_at is not null and cash_collected_amount = cash_to_collect_amount)");
        });
        builder.HasIndex(d => d.VendorOrderId).IsUnique();
        builder.HasIndex(d => d.OrderId);
        builder.HasIndex(d => d.Number);
        builder.HasIndex(d => d.RiderId, "RiderIdActive").IsUnique().HasFilter($"state in ({ActiveStates})").HasDatabaseName(OneActivePerRider);
        builder.HasIndex(d => new { d.RiderId, d.EndedAt });
        builder.HasIndex(d => d.NextStepAt).HasFilter("state in ('Searching', 'Offered')").HasDatabaseName("ix_deliveries_next_step");
        builder.HasIndex(d => d.CreatedAt);
        builder.Property(d => d.Number).HasMaxLength(Delivery.NumberMaxLength);
        builder.Property(d => d.RiderName).HasMaxLength(Rider.NameMaxLength);
        builder.Property(d => d.FeeExplanation).HasMaxLength(Delivery.FeeExplanationMaxLength);
        builder.Property(d => d.PickupCode).HasMaxLength(Delivery.CodeMaxLength);
        builder.Property(d => d.Pin).HasMaxLength(Delivery.CodeMaxLength);
        builder.Property(d => d.ReturnCode).HasMaxLength(Delivery.CodeMaxLength);
        builder.Property(d => d.Lines).HasJson();
        builder.ComplexProperty(d => d.From, Configure);
        builder.ComplexProperty(d => d.To, Configure);
        builder.HasOne<Rider>().WithMany().HasForeignKey(d => d.RiderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Offers).WithOne().HasForeignKey("DeliveryId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(d => d.Offers).AutoInclude();
        builder.HasMany(d => d.Steps).WithOne().HasForeignKey("DeliveryId").IsRequired().OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Offer> builder)
    {
        builder.ToTable("offers", "deliveries", table => table.HasCheckConstraint("ck_offers_answer", "(answer = 'Open') = (answered_at is null)"));
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.RiderName).HasMaxLength(Rider.NameMaxLength);
        builder.HasIndex("DeliveryId", nameof(Offer.RiderId), nameof(Offer.Round)).IsUnique();
        builder.HasIndex(["DeliveryId"], "DeliveryIdAccepted").IsUnique().HasFilter("answer = 'Accepted'").HasDatabaseName("ux_offers_delivery_id_accepted");
        builder.HasIndex(o => o.RiderId).IsUnique().HasFilter("answer = 'Open'").HasDatabaseName(OneOpenOfferPerRider);
        builder.HasOne<Rider>().WithMany().HasForeignKey(o => o.RiderId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<DeliveryStep> builder)
    {
        builder.ToTable("steps", "deliveries");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Who).HasMaxLength(Delivery.WhoMaxLength);
        builder.Property(s => s.Note).HasMaxLength(DeliveryStep.NoteMaxLength);
    }

    private static void Configure(ComplexPropertyBuilder<Stop> stop)
    {
        stop.Property(s => s.Name).HasMaxLength(Stop.NameMaxLength);
        stop.Property(s => s.Street).HasMaxLength(Stop.StreetMaxLength);
        stop.Property(s => s.Phone).HasMaxLength(Stop.PhoneMaxLength);
        stop.Property(s => s.Note).HasMaxLength(Stop.NoteMaxLength);
        stop.ComplexProperty(s => s.Position);
    }
}
