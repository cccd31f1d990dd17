using System.Text.RegularExpressions;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Consents;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Shared;

internal sealed partial class IdentityDb(DbContextOptions<IdentityDb> options) : IdentityDbContext<User, Role, Guid>(options)
{
    public const string Schema = "identity";

    public DbSet<Client> Clients => Set<Client>();
    public DbSet<ClientLogo> Logos => Set<ClientLogo>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Grant> Grants => Set<Grant>();
    public DbSet<AuthorizationCode> Codes => Set<AuthorizationCode>();
    public DbSet<PushedRequest> PushedRequests => Set<PushedRequest>();
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();
    public DbSet<SigningKeyRow> SigningKeys => Set<SigningKeyRow>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        MapAccounts(builder);
        MapClients(builder);
        MapTokens(builder);
        UseSnakeCase(builder);
    }

    private static void MapAccounts(ModelBuilder builder)
    {
        builder.Entity<User>(user =>
        {
            user.ToTable("users", table =>
            {
                table.HasCheckConstraint("ck_users_email", "(email IS NULL) = (normalized_email IS NULL)");
                table.HasCheckConstraint("ck_users_address", "email IS NOT NULL OR (phone_number IS NOT NULL AND phone_number_confirmed)");
            });
            user.Property(u => u.FullName).HasMaxLength(User.NameMaxLength);
            user.Property(u => u.Email).HasMaxLength(User.EmailMaxLength);
            user.Property(u => u.NormalizedEmail).HasMaxLength(User.EmailMaxLength);
            user.Property(u => u.UserName).HasMaxLength(User.EmailMaxLength).IsRequired();
            user.Property(u => u.NormalizedUserName).HasMaxLength(User.EmailMaxLength).IsRequired();
            user.Property(u => u.PhoneNumber).HasMaxLength(User.PhoneMaxLength);
            user.Property(u => u.SuspendedBecause).HasMaxLength(User.ReasonMaxLength);
            user.HasIndex(u => u.NormalizedEmail).IsUnique().HasDatabaseName("ix_users_email");
            user.HasIndex(u => u.PhoneNumber).IsUnique().HasFilter("phone_number_confirmed").HasDatabaseName("ix_users_phone");
            user.HasIndex(u => u.NormalizedUserName).IsUnique().HasDatabaseName("ix_users_user_name");
        });
        builder.Entity<Role>().ToTable("roles").HasIndex(r => r.NormalizedName).IsUnique().HasDatabaseName("ix_roles_name");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("user_roles");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins").Property<DateTimeOffset>("LinkedAt");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("user_passkeys");
            passkey.HasKey(p => p.CredentialId);
            passkey.Property(p => p.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(p => p.Data).ToJson("data");
            passkey.Property<DateTimeOffset?>("LastUsedAt");
            passkey.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.Property(s => s.Id).HasMaxLength(64);
            session.Property(s => s.Method).HasMaxLength(20);
            session.Property(s => s.Device).HasMaxLength(60);
            session.Property(s => s.Network).HasMaxLength(45);
            session.HasIndex(s => s.UserId);
            session.Property(s => s.ReplacedBy).HasMaxLength(64);
            session.HasIndex(s => s.ExpiresAt);
            session.HasIndex(s => s.ReplacedBy);
            session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void MapClients(ModelBuilder builder)
    {
        builder.Entity<Client>(client =>
        {
            client.ToTable("clients");
            client.Property(c => c.Id).HasMaxLength(100);
            client.Property(c => c.Name).HasMaxLength(100);
            client.Property(c => c.Authentication).HasConversion<string>().HasMaxLength(10);
            client.Property(c => c.Review).HasConversion<string>().HasMaxLength(10);
            client.Property(c => c.ReviewNote).HasMaxLength(Client.NoteMaxLength);
            client.Property(c => c.BackchannelLogoutUri).HasMaxLength(Client.UriMaxLength);
            client.HasOne<User>().WithMany().HasForeignKey(c => c.OwnerId).OnDelete(DeleteBehavior.Cascade);
            client.HasMany(c => c.Secrets).WithOne().HasForeignKey(s => s.ClientId).OnDelete(DeleteBehavior.Cascade);
            client.Navigation(c => c.Secrets).AutoInclude();
        });
        builder.Entity<ClientSecret>(secret =>
        {
            secret.ToTable("client_secrets");
            secret.Property(s => s.Id).ValueGeneratedNever();
        });
        builder.Entity<ClientLogo>(logo =>
        {
            logo.ToTable("client_logos");
            logo.Property(l => l.Id).ValueGeneratedNever();
            logo.Property(l => l.MediaType).HasMaxLength(ClientLogo.MediaTypeMaxLength);
            logo.HasIndex(l => l.ClientId).IsUnique();
            logo.HasOne<Client>().WithMany().HasForeignKey(l => l.ClientId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<Consent>(consent =>
        {
            consent.ToTable("consents");
            consent.HasKey(c => new { c.UserId, c.ClientId });
            consent.HasIndex(c => c.ClientId);
            consent.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
            consent.HasOne<Client>().WithMany().HasForeignKey(c => c.ClientId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<SigningKeyRow>(key =>
        {
            key.ToTable("signing_keys");
            key.HasKey(k => k.KeyId);
            key.Property(k => k.KeyId).HasMaxLength(64);
            key.Property(k => k.Algorithm).HasConversion<string>().HasMaxLength(10);
        });
    }

    private static void MapTokens(ModelBuilder builder)
    {
        builder.Entity<Grant>(grant =>
        {
            grant.ToTable("grants");
            grant.Property(g => g.Id).ValueGeneratedNever();
            grant.Property(g => g.SessionId).HasMaxLength(64);
            grant.Property(g => g.Method).HasMaxLength(20);
            grant.Property(g => g.RevokedBecause).HasMaxLength(40);
            grant.HasIndex(g => g.UserId);
            grant.HasIndex(g => g.SessionId);
            grant.HasIndex(g => g.ActingId);
            grant.HasIndex(g => g.ExpiresAt);
            grant.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
            grant.HasOne<Client>().WithMany().HasForeignKey(g => g.ClientId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<AuthorizationCode>(code =>
        {
            code.ToTable("authorization_codes");
            code.HasKey(c => c.Hash);
            code.Property(c => c.SessionId).HasMaxLength(64);
            code.Property(c => c.Method).HasMaxLength(20);
            code.Property(c => c.CodeChallenge).HasMaxLength(43);
            code.HasIndex(c => c.ExpiresAt);
            code.HasIndex(c => c.UserId);
            code.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
            code.HasOne<Client>().WithMany().HasForeignKey(c => c.ClientId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<PushedRequest>(request =>
        {
            request.ToTable("pushed_requests");
            request.HasKey(r => r.Hash);
            request.HasIndex(r => r.ExpiresAt);
            request.HasIndex(r => r.ClientId);
            request.HasOne<Client>().WithMany().HasForeignKey(r => r.ClientId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<RefreshToken>(token =>
        {
            token.ToTable("refresh_tokens");
            token.HasKey(t => t.Hash);
            token.HasIndex(t => t.GrantId);
            token.HasIndex(t => t.ExpiresAt);
            token.HasOne<Grant>().WithMany().HasForeignKey(t => t.GrantId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void UseSnakeCase(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes().Where(e => !e.IsMappedToJson()))
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(key.IsPrimaryKey() ? $"pk_{entity.GetTableName()}" : Snake(key.GetName()!));
            }

            foreach (var reference in entity.GetForeignKeys().Where(f => !f.IsOwnership))
            {
                reference.SetConstraintName(
                    $"fk_{entity.GetTableName()}_{reference.PrincipalEntityType.GetTableName()}_{string.Join('_', reference.Properties.Select(p => p.GetColumnName()))}");
            }

            foreach (var index in entity.GetIndexes().Where(i => !i.GetDatabaseName()!.StartsWith("ix_", StringComparison.Ordinal)))
            {
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => p.GetColumnName()))}");
            }
        }
    }

    private static string Snake(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
