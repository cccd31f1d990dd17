using Marketplace.IdentityServer.Shared;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>The schema is written by hand; these tests hold it to the model.</summary>
[Collection(nameof(IdentityApp))]
public sealed class SchemaTests(IdentityApp app)
{
    private const string Ours = "'schema_versions','app_sessions','data_protection_keys','throttles','revoked_grants','address_codes','registrations','address_changes','account_invitations','first_steps','second_factors','recovery_codes','known_devices','spent_challenges','confirmed_addresses','actings','logout_messages','client_days','user_directory'";

    private const string Columns =
        $"""
        SELECT table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') || ' ' || udt_name
            || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || CASE is_identity WHEN 'YES' THEN ' identity' ELSE '' END
        FROM information_schema.columns WHERE table_schema = 'identity' AND table_name NOT IN ({Ours})
        """;

    private const string Constraints =
        $"""
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'identity'::regnamespace AND contype NOT IN ('n', 't') AND conrelid::regclass::text NOT IN (SELECT 'identity.' || t FROM unnest(ARRAY[{Ours}]) t)
        """;

    private const string Indexes = $"SELECT indexdef FROM pg_indexes WHERE schemaname = 'identity' AND tablename NOT IN ({Ours})";

    [Theory]
    [InlineData(Columns)]
    [InlineData(Constraints)]
    [InlineData(Indexes)]
    public async Task The_migrated_schema_is_that_of_the_model(string what)
    {
        var server = await PostgresServer.SharedAsync();
        var model = await server.CreateDatabaseAsync("model");
        await using (var db = new IdentityDb(new DbContextOptionsBuilder<IdentityDb>().UseNpgsql(model).Options))
        {
            await db.Database.EnsureCreatedAsync();
        }

        var (expected, actual) = (await ReadAsync(model, what), await ReadAsync(app.ConnectionString, what));
        NpgsqlConnection.ClearAllPools();
        await server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(model).Database!);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Creates_a_database_that_is_not_there_and_upgrades_it_once_however_many_try()
    {
        var log = Microsoft.Extensions.Logging.Abstractions.NullLogger<SchemaUpgrade>.Instance;
        for (var round = 0; round < Repeats.Of(named: 20, usual: 1); round++)
        {
            var missing = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Database = $"identity_missing_{Guid.CreateVersion7():N}" };

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new SchemaUpgrade(missing.ConnectionString, log).RunAsync(CancellationToken.None)));

            var versions = await ReadAsync(missing.ConnectionString, "SELECT version::text FROM identity.schema_versions");
            NpgsqlConnection.ClearAllPools();
            await (await PostgresServer.SharedAsync()).DropDatabaseAsync(missing.Database!);
            Assert.Equal(SchemaUpgrade.All.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal), versions);
        }
    }

    /// <summary>Whether a node serves depends on what the database was upgraded to.</summary>
    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("DELETE FROM identity.schema_versions WHERE version = (SELECT max(version) FROM identity.schema_versions)", false)] // older
    [InlineData("INSERT INTO identity.schema_versions (version) VALUES (99)", true)] // newer, and nodes are replaced one by one
    [InlineData("INSERT INTO identity.schema_versions (version) VALUES (100)", false)] // newer, and this version cannot
    [InlineData("DROP TABLE identity.schema_versions", false)]
    public async Task Is_ready_on_a_schema_that_it_can_serve(string change, bool isReady)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var undone = await connection.BeginTransactionAsync();
        await using var step = new NpgsqlCommand(change, connection);
        await step.ExecuteNonQueryAsync();

        Assert.Equal(isReady, await SchemaUpgrade.IsOursAsync(connection, CancellationToken.None));
    }

    private static async Task<List<string>> ReadAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
