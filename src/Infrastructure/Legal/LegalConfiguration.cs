using Marketplace.Domain.Legal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Legal;

internal sealed class LegalConfiguration : IEntityTypeConfiguration<LegalText>, IEntityTypeConfiguration<LegalVersion>, IEntityTypeConfiguration<Agreement>
{
    public void Configure(EntityTypeBuilder<LegalText> text)
    {
        text.ToTable("texts", "legal");
        text.HasIndex(t => t.Kind).IsUnique();
        text.Ignore(t => t.Current);
        text.HasMany(t => t.Versions).WithOne().HasForeignKey("TextId").IsRequired().OnDelete(DeleteBehavior.Restrict);
        text.Navigation(t => t.Versions).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<LegalVersion> version)
    {
        version.ToTable("versions", "legal");
        version.HasKey("TextId", nameof(LegalVersion.Number));
        version.Property(v => v.Number).ValueGeneratedNever();
        version.Property(v => v.Body).HasMaxLength(LegalText.BodyMaxLength);
    }

    public void Configure(EntityTypeBuilder<Agreement> agreement)
    {
        agreement.ToTable("agreements", "legal");
        agreement.Property(a => a.Id).ValueGeneratedNever();
        agreement.HasIndex(a => new { a.UserId, a.Version }).IsUnique(); // once is enough
    }
}
