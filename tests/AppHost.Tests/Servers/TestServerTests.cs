using System.Net.Sockets;
using System.Text;
using Marketplace.Testing;

namespace Marketplace.AppHost.Tests.Servers;

/// <summary>The servers that other tests rely on keep their own promises: private, guarded by a password, gone afterwards.</summary>
public sealed class TestServerTests
{
    [Fact]
    public async Task Redis_asks_for_its_password_and_goes()
    {
        var redis = await RedisServer.StartAsync();
        var port = int.Parse(redis.ConnectionString.Split(':', ',')[1], null);

        Assert.StartsWith("-NOAUTH", await AskAsync(port, "PING\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("+OK", await AskAsync(port, $"AUTH {redis.ConnectionString.Split('=')[1]}\r\n"), StringComparison.Ordinal);
        await redis.DisposeAsync();
        await Assert.ThrowsAsync<SocketException>(() => AskAsync(port, "PING\r\n"));
    }

    [Fact]
    public async Task RabbitMQ_speaks_AMQP_and_goes()
    {
        var broker = await RabbitMqServer.StartAsync();
        var answer = await AskAsync(broker.Uri.Port, "AMQP\0\0\u0009\u0001");

        Assert.Contains("RabbitMQ", answer, StringComparison.Ordinal);
        await broker.DisposeAsync();
        await Assert.ThrowsAsync<SocketException>(() => AskAsync(broker.Uri.Port, "AMQP\0\0\u0009\u0001"));
        Assert.Empty(Directory.GetDirectories(Path.Combine(Repository.Root, "artifacts", "test-data"), "rabbitmq-*"));
    }

    private static async Task<string> AskAsync(int port, string question)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(question));
        var buffer = new byte[4096];
        var length = await client.GetStream().ReadAsync(buffer);
        return Encoding.Latin1.GetString(buffer, 0, length);
    }
}
