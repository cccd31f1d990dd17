using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Databases with the schema of this version: migrated once, then copied.</summary>
public static class TestDatabase
{
    private static readonly Lazy<Task<string>> Template = new(MigrateTemplateAsync);

    /// <returns>The connection string of a database that nobody else has.</returns>
    public static async Task<string> CreateAsync()
    {
        var template = new NpgsqlConnectionStringBuilder(await Template.Value).Database;
        return await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("api", template);
    }

    /// <summary>Brings a database to the schema of this version, as the host's command does.</summary>
    public static async Task MigrateAsync(string connection, ILoggerProvider? log = null)
    {
        await using var provider = Services(connection, log);
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
    }

    /// <summary>A context without a host.</summary>
    public static MarketplaceDbContext Open(string connection) => Services(connection).CreateScope().ServiceProvider.GetRequiredService<MarketplaceDbContext>();

    private static async Task<string> MigrateTemplateAsync()
    {
        var connection = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("template");
        await MigrateAsync(connection);
        NpgsqlConnection.ClearAllPools(); // a template must have no sessions
        return connection;
    }

    private static ServiceProvider Services(string connection, ILoggerProvider? log = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Marketplace", connection)])
            .Build();
        return new ServiceCollection().AddLogging(logging => _ = log is null ? logging : logging.AddProvider(log)).AddSingleton<IConfiguration>(configuration).AddInfrastructure(configuration).BuildServiceProvider();
    }
}
