using Marketplace.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class MarketingConfiguration : IEntityTypeConfiguration<MarketingConsent>, IEntityTypeConfiguration<MarketingDecision>
{
    public void Configure(EntityTypeBuilder<MarketingConsent> consent)
    {
        consent.ToTable("marketing_consents", "notifications");
        consent.HasKey(c => c.UserId);
        consent.HasMany(c => c.Decisions).WithOne().HasForeignKey("UserId").IsRequired().OnDelete(DeleteBehavior.Restrict);
        consent.Navigation(c => c.Decisions).AutoInclude();
        consent.HasIndex(c => c.ToldUntil).HasFilter("is_given");
    }

    public void Configure(EntityTypeBuilder<MarketingDecision> decision)
    {
        decision.ToTable("marketing_decisions", "notifications");
        decision.Property(d => d.Id).ValueGeneratedNever();
        decision.Property(d => d.TextVersion).HasMaxLength(MarketingDecision.VersionMaxLength);
    }
}
