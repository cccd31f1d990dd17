using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.Testing;

/// <summary>A RabbitMQ of Debian's package on private ports with an account of its own, gone with the test process.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private readonly (Process Process, ChildGuard Guard)[] _children;

    private readonly (string, string)[] _environment;

    private RabbitMqServer((Process, ChildGuard)[] children, Uri uri, (string, string)[] environment) => (_children, Uri, _environment) = (children, uri, environment);

    /// <summary>With user and password.</summary>
    public Uri Uri { get; }

    public static async Task<RabbitMqServer> StartAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "test-data", $"rabbitmq-{Guid.CreateVersion7():N}");
        Directory.CreateDirectory(folder);
        var (port, names, distribution) = (FreePort.Find(), FreePort.Find(), FreePort.Find());
        var password = RandomNumberGenerator.GetHexString(24);
        var configuration = Path.Combine(folder, "rabbitmq.conf");
        await File.WriteAllTextAsync(configuration, $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            default_user = marketplace
            default_pass = {password}
            log.file.level = warning
            vm_memory_high_watermark.absolute = 512MB
            disk_free_limit.absolute = 50MB

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "plugins"), "[].");

        // The name server of Erlang would otherwise stay behind as a daemon.
        var nameServer = TestProcess.Start("epmd", [], "-port", Text(names), "-address", "127.0.0.1");
        var nameGuard = new ChildGuard(nameServer.Id, Posix.SigKill);
        (string, string)[] environment =
        [
            ("HOME", folder), ("ERL_EPMD_PORT", Text(names)), ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_NODENAME", $"test{port}@localhost"), ("RABBITMQ_DIST_PORT", Text(distribution)),
            ("RABBITMQ_CONFIG_FILE", configuration), ("RABBITMQ_CONF_ENV_FILE", Path.Combine(folder, "none")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "plugins")),
            ("RABBITMQ_MNESIA_BASE", Path.Combine(folder, "data")), ("RABBITMQ_LOG_BASE", Path.Combine(folder, "log")),
            ("RABBITMQ_PID_FILE", Path.Combine(folder, "pid")),
        ];
        var broker = TestProcess.Start("/usr/lib/rabbitmq/bin/rabbitmq-server", environment);
        var brokerGuard = new ChildGuard(broker.Id, Posix.SigTerm, folder);
        await TestProcess.UntilAsync("RabbitMQ", broker, async ct =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, ct);
            await client.GetStream().WriteAsync("AMQP\0\0\x09\x01"u8.ToArray(), ct);
            return await client.GetStream().ReadAsync(new byte[1], ct) == 1;
        });
        return new RabbitMqServer([(broker, brokerGuard), (nameServer, nameGuard)], new Uri($"amqp://marketplace:{password}@127.0.0.1:{port}/"), environment);
    }

    /// <summary>Ends the broker, with all connections; what is durable stays.</summary>
    public Task StopAsync() => ControlAsync("stop_app");

    public Task StartAgainAsync() => ControlAsync("start_app");

    private async Task ControlAsync(string command)
    {
        using var control = TestProcess.Start("/usr/lib/rabbitmq/bin/rabbitmqctl", _environment, command);
        await control.WaitForExitAsync();
        if (control.ExitCode != 0)
        {
            throw new InvalidOperationException($"rabbitmqctl {command} ended with code {control.ExitCode}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, guard) in _children)
        {
            Posix.Signal(process.Id, Posix.SigTerm);
            await process.WaitForExitAsync();
            await guard.DisposeAsync();
            process.Dispose();
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
