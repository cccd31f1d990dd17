using System.Reflection;
using Marketplace.Infrastructure.Legal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Where the database is, with the password that a data source no longer tells.</summary>
public sealed record DatabaseOptions(string ConnectionString);

/// <summary>Brings the database to the schema of this version. Several nodes may start it at once; one does the work.</summary>
public sealed partial class SchemaMigrator(MarketplaceDbContext db, IConfiguration configuration, TimeProvider clock, ILogger<SchemaMigrator> log)
{
    private const long AdvisoryLock = 0x4D41524B45545031;

    public async Task MigrateAsync(CancellationToken ct)
    {
        await CreateDatabaseAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({AdvisoryLock})", ct);
        try
        {
            await db.Database.ExecuteSqlRawAsync(
                "set lock_timeout = '5s'; create extension if not exists pg_trgm; create extension if not exists unaccent; create extension if not exists btree_gist", ct);
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct); // asked for before it is there, it would be reported as an error
            await db.Database.MigrateAsync(ct);
            await FirstTexts.AddAsync(db, clock.GetUtcNow(), ct);
            LogMigrated();
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>What EF Core cannot express: the embedded <c>*.sql</c> files of the features, in the order of their names.</summary>
    internal static IEnumerable<string> FeatureScripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".Schema.sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken ct)
    {
        var target = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Marketplace")); // the data source hides the password
        var name = target.Database!;
        target.Database = "postgres";
        target.Pooling = false;
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync(ct) is not null)
        {
            return;
        }

        try
        {
            await using var create = new NpgsqlCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await create.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            LogRaced(name);
        }
    }

    [LoggerMessage(LogLevel.Information, "The database has the schema of this version")]
    private partial void LogMigrated();

    [LoggerMessage(LogLevel.Information, "Another process created the database {Database} first")]
    private partial void LogRaced(string database);
}
