using System.Collections.Concurrent;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>The migrations make what the model says: no more, no less, nothing pending.</summary>
public sealed class MigrationTests
{
    private const string Columns = """
        SELECT format('%s.%s.%s %s%s default %s', table_schema, table_name, column_name, coalesce(domain_name, udt_name),
            '(' || concat_ws(',', character_maximum_length, numeric_precision, numeric_scale) || ') null:' || is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
        """;

    private const string Constraints = """
        SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND conrelid <> 0 ORDER BY 1
        """;

    private const string Indexes =
        "SELECT indexdef FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";

    private const string Extensions = "CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent; CREATE EXTENSION btree_gist";

    [Fact]
    public async Task The_model_has_no_change_that_no_migration_makes()
    {
        await using var db = Context(await DatabaseAsync());

        Assert.False(db.Database.HasPendingModelChanges(), "Run build/remake-initial-migration.");
    }

    [Theory]
    [InlineData(Columns)]
    [InlineData(Constraints)]
    [InlineData(Indexes)]
    public async Task The_generated_migration_makes_the_schema_of_the_model(string question)
    {
        var (migrated, created) = (await DatabaseAsync(), await DatabaseAsync());
        await using (var db = Context(migrated))
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial");
        }

        await using (var db = Context(created))
        {
            await using var connection = new NpgsqlConnection(created);
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand(db.Database.GenerateCreateScript(), connection);
            await create.ExecuteNonQueryAsync();
        }

        var expected = await AskAsync(created, question);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, (await AskAsync(migrated, question)).Where(line => !line.Contains("shared.migrations", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_scripts_of_the_features_add_what_the_model_cannot_say()
    {
        var database = await TestDatabase.CreateAsync();
        Assert.NotEmpty(SchemaMigrator.FeatureScripts());

        var checks = await AskAsync(database, Constraints);
        Assert.Contains(checks, line => line.Contains("CHECK", StringComparison.Ordinal));
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Several_nodes_may_migrate_at_once()
    {
        for (var round = 0; round < Repeats.Of(named: 20, usual: 1); round++)
        {
            var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("together");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestDatabase.MigrateAsync(database)));

            Assert.NotEmpty(await AskAsync(database, Columns));
        }
    }

    [Fact]
    public async Task Making_a_new_database_is_not_reported_as_an_error()
    {
        var lines = new ConcurrentQueue<string>();

        await TestDatabase.MigrateAsync(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("quiet"), new LogCollector(lines));

        Assert.Contains(lines, line => line.Contains("has the schema of this version", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith(nameof(LogLevel.Error), StringComparison.Ordinal) || line.StartsWith(nameof(LogLevel.Critical), StringComparison.Ordinal));
    }

    private static async Task<string> DatabaseAsync()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("migrations");
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Extensions, connection);
        await command.ExecuteNonQueryAsync();
        return database;
    }

    private static MarketplaceDbContext Context(string database) => TestDatabase.Open(database);

    private static async Task<List<string>> AskAsync(string database, string question)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(question, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
