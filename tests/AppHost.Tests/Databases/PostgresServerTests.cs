using Marketplace.EmbeddedPostgres;
using Marketplace.Testing;
using Npgsql;

namespace Marketplace.AppHost.Tests.Databases;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Gives_each_caller_a_database_of_its_own()
    {
        var server = await PostgresServer.SharedAsync();
        var first = await server.CreateDatabaseAsync("same");
        var second = await server.CreateDatabaseAsync("same");

        Assert.NotEqual(first, second);
        Assert.Equal("UTF8 18", await ScalarAsync(first, "SELECT current_setting('server_encoding') || ' ' || split_part(current_setting('server_version'), '.', 1)"));
    }

    [Fact]
    public async Task Runs_as_long_as_the_tests_do()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("long");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await Task.Delay(TimeSpan.FromMilliseconds(500));

        Assert.Equal(1, await ScalarAsync(database, "SELECT 1"));
    }

    [Fact]
    public async Task Copies_a_template()
    {
        var server = await PostgresServer.SharedAsync();
        var template = await server.CreateDatabaseAsync("template");
        await ScalarAsync(template, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
        var copy = await server.CreateDatabaseAsync("copy", new NpgsqlConnectionStringBuilder(template).Database);

        Assert.Equal(7, await ScalarAsync(copy, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task Has_the_extensions_that_search_and_schedules_need()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("extensions");
        await ScalarAsync(database, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist; CREATE EXTENSION unaccent; CREATE EXTENSION citext");

        Assert.Equal("1 Cafe é", await ScalarAsync(database, "SELECT similarity('पनीर', 'पनीर') || ' ' || unaccent('Café') || ' ' || lower('É')"));
    }

    [Fact]
    public async Task Starts_on_the_data_of_a_killed_server()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "test-data", $"killed-{Environment.ProcessId}");
        var options = new PostgresOptions
        {
            Root = Repository.Root,
            Data = Path.Combine(folder, "data"),
            LogFile = Path.Combine(folder, "postgres.log"),
            Password = "first",
            Port = FreePort.Find(),
        };
        var killed = await PostgresProcess.StartAsync(options, CancellationToken.None);
        await ScalarAsync(Unpooled(killed), "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
        Assert.True(Posix.Signal(killed.Id, Posix.SigKill));
        await killed.Exited;
        Assert.True(File.Exists(Path.Combine(options.Data, "postmaster.pid")));

        await using (var next = await PostgresProcess.StartAsync(options, CancellationToken.None))
        {
            Assert.Equal(7, await ScalarAsync(Unpooled(next), "SELECT id FROM kept"));
        }

        Assert.False(File.Exists(Path.Combine(options.Data, "postmaster.pid")));
        await killed.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Ends_a_server_that_an_earlier_run_left_running()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "test-data", $"left-{Environment.ProcessId}");
        var options = new PostgresOptions
        {
            Root = Repository.Root,
            Data = Path.Combine(folder, "data"),
            LogFile = Path.Combine(folder, "postgres.log"),
            Password = "first",
            Port = FreePort.Find(),
        };
        await using var left = await PostgresProcess.StartAsync(options, CancellationToken.None);
        await using (var next = await PostgresProcess.StartAsync(options with { Port = FreePort.Find() }, CancellationToken.None))
        {
            Assert.True(left.Exited.IsCompleted);
            Assert.Equal(1, await ScalarAsync(Unpooled(next), "SELECT 1"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string Unpooled(PostgresProcess server) => server.ConnectionString("postgres") + ";Pooling=false";

    private static async Task<object?> ScalarAsync(string database, string statement)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }
}
