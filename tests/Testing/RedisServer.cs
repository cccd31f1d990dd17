using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.Testing;

/// <summary>A Redis of Debian's package on a private port, gone with the test process.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly int _port = FreePort.Find();
    private readonly string _password = RandomNumberGenerator.GetHexString(24);
    private (Process Server, ChildGuard Guard)? _running;

    private RedisServer()
    {
    }

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},password={_password}");

    public static async Task<RedisServer> StartAsync()
    {
        var redis = new RedisServer();
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>Starts it after <see cref="KillAsync"/>, at the same address, empty.</summary>
    public async Task StartAgainAsync()
    {
        var server = TestProcess.Start(
            "redis-server", environment: [],
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--requirepass", _password, "--save", "", "--appendonly", "no");
        _running = (server, new ChildGuard(server.Id, Posix.SigTerm));
        await TestProcess.UntilAsync("Redis", server, async ct =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port, ct);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), ct);
            return await stream.ReadAsync(new byte[16], ct) > 0;
        });
    }

    /// <summary>Ends the server at once, as a failing machine would.</summary>
    public async Task KillAsync()
    {
        if (_running is var (server, guard))
        {
            _running = null;
            server.Kill();
            await server.WaitForExitAsync();
            await guard.DisposeAsync();
            server.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
