using Marketplace.Domain.Settings;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Settings;

internal sealed class SettingsConfiguration : IEntityTypeConfiguration<MarketplaceSettings>
{
    public void Configure(EntityTypeBuilder<MarketplaceSettings> settings)
    {
        settings.ToTable("settings", "shared");
        settings.Property(s => s.StoreName).HasMaxLength(80);
        settings.Property(s => s.Currency).HasMaxLength(3).IsFixedLength();
        settings.Property(s => s.Region).HasMaxLength(TaxRegion.CodeMaxLength);
        settings.Property(s => s.TaxRegions).HasJson();
        settings.Property(s => s.Tariff).HasJson();
        settings.Property(s => s.TaxClasses).HasJson();
    }
}
