using System.Security.Cryptography;
using StackExchange.Redis;

namespace Marketplace.Infrastructure.Shared;

/// <summary>This node's connection to the Redis that all nodes share. It is made, and made again, in the background.</summary>
internal sealed class RedisConnection : IOptionalPart, IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;

    public RedisConnection(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.SyncTimeout = 1000;
        options.ClientName = "marketplace-" + Node;
        _connection = new(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>A name that no other node has.</summary>
    public string Node { get; } = RandomNumberGenerator.GetHexString(12);

    public string Name => "redis";

    public bool IsUp => Current is not null;

    /// <summary>Null while Redis is away.</summary>
    public ConnectionMultiplexer? Current =>
        _connection is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: { IsConnected: true } redis } } ? redis : null;

    public Task<ConnectionMultiplexer> OpenAsync() => _connection.Value;

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
        {
            await (await _connection.Value).CloseAsync();
        }
    }
}

/// <summary>A partner that may be away without the node being unready: the health report names it.</summary>
public interface IOptionalPart
{
    string Name { get; }
    bool IsUp { get; }
}
