using System.Net;
using System.Net.Sockets;
using Marketplace.EmbeddedPostgres;
using Marketplace.Testing;
using Npgsql;

namespace Marketplace.AppHost.Tests;

/// <summary>What stops a start is one clear sentence, an exit code, and nothing that still runs.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var run = AppHostProcess.Start([], new Ports(FreePort.Find(), FreePort.Find(), taken, FreePort.Find()));

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains($"Port {taken}, which the storefront needs, is taken", Assert.Single(Lines(run)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Data));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x")]
    [InlineData("Hots=wrong")]
    [InlineData("Host=127.0.0.1")]
    public async Task A_database_that_does_not_answer_is_named(string connectionString)
    {
        await using var run = AppHostProcess.Start([], connectionString: connectionString);

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Single(Lines(run));
    }

    [Fact]
    public async Task A_wrong_password_is_not_printed()
    {
        var given = new NpgsqlConnectionStringBuilder(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("refused")) { Password = "not-the-password" };
        await using var run = AppHostProcess.Start([], connectionString: given.ConnectionString);

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.DoesNotContain("not-the-password", Assert.Single(Lines(run)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_over_leaves_a_given_database_alone()
    {
        await using var run = AppHostProcess.Start(["--fresh"], connectionString: "Host=somewhere;Database=ours");

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains("--fresh", Assert.Single(Lines(run)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_in_the_same_folder_is_refused()
    {
        using var data = PrivateData.Open(Directory.CreateTempSubdirectory("marketplace-run").FullName, isFresh: false);
        await using var run = AppHostProcess.Start([], data: data.Folder);

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains("Another run", Assert.Single(Lines(run)), StringComparison.Ordinal);
    }

    private static string[] Lines(AppHostProcess run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
