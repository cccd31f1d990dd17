using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Partners;

internal sealed class PartnerConfiguration : IEntityTypeConfiguration<PartnerApplication>, IEntityTypeConfiguration<Partner>
{
    private const string Schema = "partners";

    public void Configure(EntityTypeBuilder<PartnerApplication> application)
    {
        application.ToTable("applications", Schema, table =>
        {
            table.HasCheckConstraint("ck_applications_ended", "(state = 'Submitted') = (ended_at is null)");
            table.HasCheckConstraint("ck_applications_reason", "(state = 'Rejected') = (reason is not null)");
            table.HasCheckConstraint("ck_applications_decided", "(state in ('Approved', 'Rejected')) = (decided_by is not null)");
        });
        application.Property(a => a.Name).HasMaxLength(PartnerApplication.NameMaxLength);
        application.Property(a => a.Pitch).HasMaxLength(PartnerApplication.PitchMaxLength);
        application.Property(a => a.Phone).HasMaxLength(Rider.PhoneMaxLength);
        application.Property(a => a.Vehicle).HasMaxLength(Rider.VehicleMaxLength);
        application.Property(a => a.Reason).HasMaxLength(PartnerApplication.ReasonMaxLength);
        application.Property(a => a.Links).HasJson();
        application.HasIndex(a => new { a.UserId, a.Role }).IsUnique().HasFilter("state = 'Submitted'").HasDatabaseName("ux_applications_waiting");
        application.HasIndex(a => new { a.UserId, a.SubmittedAt });
        application.HasIndex(a => a.SubmittedAt);
    }

    public void Configure(EntityTypeBuilder<Partner> partner)
    {
        partner.ToTable("partners", Schema, table => table.HasCheckConstraint("ck_partners_role", "role in ('Reseller', 'Influencer')"));
        partner.Property(p => p.Slug).HasMaxLength(Slug.MaxLength);
        partner.Property(p => p.Name).HasMaxLength(PartnerApplication.NameMaxLength);
        partner.Property(p => p.Bio).HasMaxLength(Partner.BioMaxLength);
        partner.Property(p => p.ClosedBecause).HasMaxLength(PartnerApplication.ReasonMaxLength);
        partner.Property(p => p.Links).HasJson();
        partner.HasIndex(p => new { p.UserId, p.Role }).IsUnique();
        partner.HasIndex(p => new { p.Role, p.Slug }).IsUnique();
    }
}
