using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Identity;

internal sealed class PeopleConfiguration
    : IEntityTypeConfiguration<Profile>, IEntityTypeConfiguration<ShopFollow>, IEntityTypeConfiguration<PersonFollow>, IEntityTypeConfiguration<Block>, IEntityTypeConfiguration<AccountDeletion>,
        IEntityTypeConfiguration<DataCopy>, IEntityTypeConfiguration<Presence>, IEntityTypeConfiguration<PresenceLease>, IEntityTypeConfiguration<Activity>
{
    public const string Schema = "people";

    public void Configure(EntityTypeBuilder<Profile> profile)
    {
        profile.ToTable("profiles", Schema);
        profile.HasKey(p => p.UserId);
        profile.Property(p => p.Name).HasMaxLength(Profile.NameMaxLength);
        profile.Property(p => p.Username).HasMaxLength(Username.MaxLength);
        profile.Property(p => p.UsernameKey).HasMaxLength(Username.MaxLength);
        profile.Property(p => p.Bio).HasMaxLength(Profile.BioMaxLength);
        profile.Property(p => p.Location).HasMaxLength(Profile.LocationMaxLength);
        profile.Ignore(p => p.Position);
        profile.Property(p => p.Measurements).HasJson();
        profile.Property(p => p.Preferences).HasJson();
        profile.HasIndex(p => p.UsernameKey).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ShopFollow> follow)
    {
        follow.ToTable("shop_follows", Schema);
        follow.HasKey(f => new { f.UserId, f.VendorId });
        follow.HasIndex(f => f.VendorId);
    }

    public void Configure(EntityTypeBuilder<PersonFollow> follow)
    {
        follow.ToTable("person_follows", Schema);
        follow.HasKey(f => new { f.UserId, f.FollowedId });
        follow.HasIndex(f => f.FollowedId);
        follow.HasOne<Profile>().WithMany().HasForeignKey(f => f.FollowedId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Block> block)
    {
        block.ToTable("blocks", Schema);
        block.HasKey(b => new { b.UserId, b.BlockedId });
        block.HasIndex(b => b.BlockedId);
        block.HasOne<Profile>().WithMany().HasForeignKey(b => b.BlockedId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AccountDeletion> deletion)
    {
        deletion.ToTable("deletions", Schema);
        deletion.HasKey(d => d.UserId);
        deletion.HasIndex(d => d.DueAt).HasFilter("state = 'Asked'");
    }

    public void Configure(EntityTypeBuilder<DataCopy> copy)
    {
        copy.ToTable("data_copies", Schema);
        copy.HasKey(c => c.UserId);
        copy.HasIndex(c => c.ExpiresAt);
    }

    public void Configure(EntityTypeBuilder<Presence> presence)
    {
        presence.ToTable("presences", Schema);
        presence.HasKey(p => p.UserId);
    }

    public void Configure(EntityTypeBuilder<PresenceLease> lease)
    {
        lease.ToTable("presence_leases", Schema);
        lease.HasKey(l => new { l.UserId, l.Node });
        lease.Property(l => l.Node).HasMaxLength(PresenceLease.NodeMaxLength);
        lease.HasIndex(l => l.ExpiresAt);
        lease.HasOne<Profile>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Activity> activity)
    {
        activity.ToTable("activities", Schema);
        activity.Property(a => a.Id).ValueGeneratedNever();
        activity.HasIndex(a => new { a.UserId, a.Kind, a.VendorId }).IsUnique();
        activity.HasIndex(a => a.At);
        activity.HasOne<Profile>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
