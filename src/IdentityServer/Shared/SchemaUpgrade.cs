using Npgsql;

namespace Marketplace.IdentityServer.Shared;

/// <summary>
/// Brings the schema to the newest version: one SQL file for each, in order, each in its own transaction, under one advisory
/// lock, so that any number of instances may try. A crash in the middle leaves whole versions behind.
/// </summary>
internal sealed partial class SchemaUpgrade(string connectionString, ILogger<SchemaUpgrade> log)
{
    private const long Lock = 0x6D70_6964; // "mpid"
    private const int Hundred = 100;

    public static IReadOnlyList<int> All => [.. Versions().Select(v => v.Number)];

    public async Task RunAsync(CancellationToken ct)
    {
        await CreateDatabaseAsync(ct);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({Lock})", ct);
        await ExecuteAsync(
            connection,
            """
            CREATE SCHEMA IF NOT EXISTS identity;
            CREATE TABLE IF NOT EXISTS identity.schema_versions (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            SET lock_timeout = '5s'
            """,
            ct);
        var applied = await AppliedAsync(connection, ct); // a version with a lower number may have been written later than one with a higher
        foreach (var (number, resource) in Versions().Where(v => !applied.Contains(v.Number)).OrderBy(v => v.Number))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await ExecuteAsync(connection, Read(resource), ct);
            await ExecuteAsync(connection, $"INSERT INTO identity.schema_versions (version) VALUES ({number})", ct);
            await transaction.CommitAsync(ct);
            LogApplied(number);
        }

        await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({Lock})", ct);
    }

    /// <summary>
    /// Whether this program may serve on the schema: every version of its own is there. Those of a newer program may be there too, while
    /// nodes are replaced one by one; but a version that takes away what programs before it need begins the next hundred (100, 200, …).
    /// </summary>
    public static async Task<bool> IsOursAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass('identity.schema_versions') IS NOT NULL", connection);
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            return false;
        }

        var applied = await AppliedAsync(connection, ct);
        return All.All(applied.Contains) && applied.Max() / Hundred == All.Max() / Hundred;
    }

    private static async Task<HashSet<int>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT version FROM identity.schema_versions", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        HashSet<int> applied = [];
        while (await row.ReadAsync(ct))
        {
            applied.Add(row.GetInt32(0));
        }

        return applied;
    }

    private async Task CreateDatabaseAsync(CancellationToken ct)
    {
        if (await ExistsAsync(ct))
        {
            return;
        }

        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var name = target.Database!;
        (target.Database, target.Pooling) = ("postgres", false);
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync(ct);
        try
        {
            await ExecuteAsync(connection, $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", ct);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            LogRaced();
        }
    }

    private async Task<bool> ExistsAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
            return true;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    private static IEnumerable<(int Number, string Resource)> Versions() =>
        from resource in typeof(SchemaUpgrade).Assembly.GetManifestResourceNames()
        where resource.StartsWith("schema/", StringComparison.Ordinal)
        select (int.Parse(resource["schema/".Length..].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture), resource);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(SchemaUpgrade).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Identity schema brought to version {Version}")]
    private partial void LogApplied(int version);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Another process created the database first")]
    private partial void LogRaced();
}
