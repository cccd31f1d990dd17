using System.Globalization;
using System.Security.Cryptography;
using Marketplace.EmbeddedPostgres;
using Npgsql;

namespace Marketplace.Testing;

/// <summary>
/// The PostgreSQL of a test run: the one named by MARKETPLACE_TEST_DB, or else an embedded one that this process starts at the
/// first use and that goes away with it.
/// </summary>
public sealed class PostgresServer
{
    public const string Variable = "MARKETPLACE_TEST_DB";

    private static readonly Lazy<Task<PostgresServer>> Started = new(StartAsync);

    private readonly string _administration;
    private readonly PostgresProcess? _process; // held: it ends when nobody refers to it any more

    private PostgresServer(string administration, PostgresProcess? process) => (_administration, _process) = (administration, process);

    /// <summary>The embedded server's process, when it is ours.</summary>
    public int? ProcessId => _process?.Id;

    public static Task<PostgresServer> SharedAsync() => Started.Value;

    /// <summary>Makes an empty database (or a copy of <paramref name="template"/>) and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name, string? template = null)
    {
        var unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        await ExecuteAsync($"CREATE DATABASE \"{unique}\"" + (template is null ? "" : $" TEMPLATE \"{template}\""));
        return new NpgsqlConnectionStringBuilder(_administration) { Database = unique }.ConnectionString;
    }

    /// <summary>Ends the sessions of a database and removes it.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");

    /// <summary>For a server of a test's own, on a port and in a folder that nobody else has.</summary>
    /// <param name="isThrowaway">Its data go when it stops; otherwise it can be started on them again, and whoever started it deletes them.</param>
    public static PostgresOptions OptionsOf(string name, bool isThrowaway = false)
    {
        var data = Path.Combine(Repository.Root, "artifacts", "test-data", $"{name}-{Environment.ProcessId}");
        return new()
        {
            Root = Repository.Root,
            Data = data,
            LogFile = data + ".log",
            Password = RandomNumberGenerator.GetHexString(24),
            Port = FreePort.Find(),
            IsThrowaway = isThrowaway,
            IsDurable = false,
        };
    }

    private static async Task<PostgresServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return new PostgresServer(given, null);
        }

        var process = await PostgresProcess.StartAsync(OptionsOf("postgres", isThrowaway: true), CancellationToken.None);
        return new PostgresServer(process.ConnectionString("postgres"), process);
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(_administration);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
