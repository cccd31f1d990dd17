using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Databases with the schema of this version: migrated once, then copied.</summary>
public static class TestDatabase
{
    private static readonly Lazy<Task<string>> Template = new(MigrateAsync);

    /// <returns>The connection string of a database that nobody else has.</returns>
    public static async Task<string> CreateAsync()
    {
        var template = new NpgsqlConnectionStringBuilder(await Template.Value).Database;
        return await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("api", template);
    }

    private static async Task<string> MigrateAsync()
    {
        var connection = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("template");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Marketplace", connection)])
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddInfrastructure(configuration);
        await using var provider = services.BuildServiceProvider();
        await using (var scope = provider.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        }

        NpgsqlConnection.ClearAllPools(); // a template must have no sessions
        return connection;
    }
}
