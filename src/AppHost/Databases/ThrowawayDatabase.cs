using System.Security.Cryptography;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.AppHost.Databases;

/// <summary>A server for one run of tests or measurements: prints its connection string, and is gone with this process.</summary>
internal static class ThrowawayDatabase
{
    public static async Task ServeAsync(IReadOnlyCollection<string> options, CancellationToken stop)
    {
        var root = RepositoryRoot.Find();
        var data = Path.Combine(root, "artifacts", "test-data", $"postgres-{Environment.ProcessId}");
        await using var server = await PostgresProcess.StartAsync(
            new PostgresOptions
            {
                Root = root,
                Data = data,
                LogFile = data + ".log",
                Password = RandomNumberGenerator.GetHexString(24),
                Port = FreePort.Find(),
                IsThrowaway = true,
                IsDurable = options.Contains("--durable"),
                CountsStatements = options.Contains("--count-statements"),
                MaxConnections = 400,
            },
            stop);
        Console.WriteLine(server.ConnectionString("postgres"));
        await Task.WhenAny(server.Exited, Task.Delay(Timeout.Infinite, stop));
    }
}
