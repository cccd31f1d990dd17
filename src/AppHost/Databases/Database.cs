using System.Globalization;
using Marketplace.EmbeddedPostgres;
using Npgsql;

namespace Marketplace.AppHost.Databases;

/// <summary>The marketplace's database: the one a person names, or an embedded server of our own.</summary>
internal sealed class Database : IAsyncDisposable
{
    public const string Variable = "ConnectionStrings__Marketplace";
    private const int PreferredPort = 54320;

    private readonly PostgresProcess? _server;

    private Database(string connectionString, PostgresProcess? server) => (ConnectionString, _server) = (connectionString, server);

    public string ConnectionString { get; }

    /// <summary>Tells this database from others without telling its password.</summary>
    public string Name
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return _server is null ? string.Create(CultureInfo.InvariantCulture, $"{parts.Host}:{parts.Port}/{parts.Database}") : "embedded";
        }
    }

    public string Description => _server is null ? Name : $"PostgreSQL 18, embedded, {_server.Options.Data}";

    /// <summary>Completes when the embedded server ends; a server of somebody else's is not ours to watch.</summary>
    public Task Exited => _server?.Exited ?? Task.Delay(Timeout.Infinite);

    public static async Task<Database> OpenAsync(string root, PrivateData data, Secrets secrets, CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            await MakeAsync(given, ct);
            return new Database(given, null);
        }

        var server = await PostgresProcess.StartAsync(
            new PostgresOptions
            {
                Root = root,
                Data = data.Postgres,
                LogFile = Path.Combine(data.Logs, "postgres.log"),
                Password = secrets.Database,
                Port = FreePort.IsFree(PreferredPort) ? PreferredPort : FreePort.Find(),
            },
            ct);
        try
        {
            var connectionString = server.ConnectionString("marketplace");
            await MakeAsync(connectionString, ct);
            return new Database(connectionString, server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static async Task MakeAsync(string connectionString, CancellationToken ct)
    {
        var target = Parse(connectionString);
        try
        {
            if (!await ExistsAsync(target, ct))
            {
                await using var administration = await ConnectAsync(target, "postgres", ct);
                await using var create = new NpgsqlCommand($"CREATE DATABASE \"{target.Database!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", administration);
                await create.ExecuteNonQueryAsync(ct);
            }
        }
        catch (NpgsqlException refused)
        {
            throw new StartException($"The database at {target.Host}:{target.Port} refuses us: {refused.InnerException?.Message ?? refused.Message}");
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnectionStringBuilder target, CancellationToken ct)
    {
        try
        {
            await using var connection = await ConnectAsync(target, target.Database, ct);
            return true;
        }
        catch (Npgsql.PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    private static async Task<NpgsqlConnection> ConnectAsync(NpgsqlConnectionStringBuilder target, string? database, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(target.ConnectionString) { Database = database, Pooling = false, Timeout = 10 }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var target = new NpgsqlConnectionStringBuilder(connectionString);
            return target is { Host.Length: > 0, Database.Length: > 0 }
                ? target
                : throw new StartException($"{Variable} needs at least a Host and a Database.");
        }
        catch (ArgumentException)
        {
            throw new StartException($"{Variable} is not a connection string, such as Host=db;Database=marketplace;Username=me;Password=secret.");
        }
    }
}
