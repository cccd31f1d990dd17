using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.Testing;

/// <summary>A Redis of Debian's package on a private port, gone with the test process.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _server;
    private readonly ChildGuard _guard;

    private RedisServer(Process server, ChildGuard guard, string connectionString) =>
        (_server, _guard, ConnectionString) = (server, guard, connectionString);

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString { get; }

    public static async Task<RedisServer> StartAsync()
    {
        var port = FreePort.Find();
        var password = RandomNumberGenerator.GetHexString(24);
        var server = TestProcess.Start(
            "redis-server", environment: [],
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--requirepass", password, "--save", "", "--appendonly", "no");
        var guard = new ChildGuard(server.Id, Posix.SigTerm);
        await TestProcess.UntilAsync("Redis", server, async ct =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, ct);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), ct);
            return await stream.ReadAsync(new byte[16], ct) > 0;
        });
        return new RedisServer(server, guard, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password}"));
    }

    /// <summary>Ends the server at once, as a failing machine would.</summary>
    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        await _guard.DisposeAsync();
        _server.Dispose();
    }
}
