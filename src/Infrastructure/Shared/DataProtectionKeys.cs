using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>A key of the ring that all API nodes share.</summary>
public sealed class DataProtectionKey
{
    public string Name { get; init; } = "";
    public string Xml { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class DataProtectionKeyConfiguration : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> key)
    {
        key.ToTable("data_protection_keys", "shared");
        key.HasKey(k => k.Name);
        key.Property(k => k.Name).HasMaxLength(200);
    }
}

/// <summary>
/// The interface of Data Protection is synchronous; it is called at the start and every few hours. The start waits for it, so it does
/// without the EF Core model, which takes longer to build than all else.
/// </summary>
internal sealed class DatabaseKeyRepository(NpgsqlDataSource database, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var load = database.CreateCommand("select xml from shared.data_protection_keys order by created_at");
        using var rows = load.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read())
        {
            keys.Add(XElement.Parse(rows.GetString(0)));
        }

        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        // A key that has been wrapped takes the place of the bare one.
        using var save = database.CreateCommand(
            "insert into shared.data_protection_keys (name, xml, created_at) values ($1, $2, $3) on conflict (name) do update set xml = excluded.xml");
        save.Parameters.Add(new() { Value = friendlyName });
        save.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        save.Parameters.Add(new() { Value = clock.GetUtcNow() });
        save.ExecuteNonQuery();
    }
}

internal static class DataProtectionServices
{
    public static void AddSharedDataProtection(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("marketplace-api");
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource, TimeProvider>((keys, database, clock) => keys.XmlRepository = new DatabaseKeyRepository(database, clock));
    }
}
