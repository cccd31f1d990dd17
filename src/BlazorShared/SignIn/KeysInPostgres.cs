using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.BlazorShared.SignIn;

public static class KeysInPostgres
{
    /// <summary>
    /// Keeps the Data Protection key ring in the database, where all nodes find it. The application's name separates the apps:
    /// what one protected, another cannot read, though the ring is the same.
    /// </summary>
    public static IDataProtectionBuilder AddSharedDataProtection(this IServiceCollection services, string applicationName, string connectionString)
    {
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new Repository(connectionString));
        return services.AddDataProtection().SetApplicationName(applicationName);
    }

    private sealed class Repository(string connectionString) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var connection = Open();
            using var command = new NpgsqlCommand("SELECT xml FROM identity.data_protection_keys ORDER BY created_at, name", connection);
            using var reader = command.ExecuteReader();
            var elements = new List<XElement>();
            while (reader.Read())
            {
                elements.Add(XElement.Parse(reader.GetString(0)));
            }

            return elements;
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            using var connection = Open();
            using var command = new NpgsqlCommand(
                "INSERT INTO identity.data_protection_keys (name, xml) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml", connection)
            {
                Parameters = { new() { Value = friendlyName }, new() { Value = element.ToString(SaveOptions.DisableFormatting) } },
            };
            command.ExecuteNonQuery();
        }

        private NpgsqlConnection Open()
        {
            var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            return connection;
        }
    }
}
