using System.Security.Cryptography;
using Marketplace.Application.Shared;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Fan-out over Redis publish/subscribe, for several nodes. This node's own listeners hear a message without Redis, so that its
/// loss only delays the other nodes' screens; when it is back, they are told that they may have missed something.
/// </summary>
internal sealed partial class RedisFanOut : ILiveFanOut, IHostedService, IOptionalPart, IAsyncDisposable
{
    private static readonly RedisChannel Channel = new("marketplace.live", RedisChannel.PatternMode.Literal);

    private readonly string _node = RandomNumberGenerator.GetHexString(12);
    private readonly FanOutSubscriptions _subscriptions;
    private readonly ILogger<RedisFanOut> _log;
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;
    private int _isAway;

    public RedisFanOut(string configuration, FanOutSubscriptions subscriptions, ILogger<RedisFanOut> log)
    {
        (_subscriptions, _log) = (subscriptions, log);
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false; // the connection is made, and made again, in the background
        options.ConnectTimeout = 2000;
        options.SyncTimeout = 1000;
        options.ClientName = "marketplace-" + _node;
        _connection = new(() => ConnectAsync(options));
    }

    public string Name => "redis";

    public bool IsUp => _connection is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.IsConnected: true } };

    public async Task PublishAsync(string channel, string message, CancellationToken ct)
    {
        _subscriptions.Deliver(channel, message);
        try
        {
            var redis = await _connection.Value.WaitAsync(ct);
            if (redis.IsConnected)
            {
                await redis.GetSubscriber().PublishAsync(Channel, $"{_node} {channel} {message}").WaitAsync(TimeSpan.FromSeconds(1), ct);
                return;
            }
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // the same as not being connected
        }

        WentAway();
    }

    public IDisposable Subscribe(string channel, Action<string> heard, Action? missed = null) => _subscriptions.Add(channel, heard, missed);

    public async Task StartAsync(CancellationToken cancellationToken) => await Task.WhenAny(_connection.Value, Task.Delay(TimeSpan.FromSeconds(3), cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
        {
            await (await _connection.Value).CloseAsync();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(options);
        redis.ConnectionFailed += (_, _) => WentAway();
        redis.ConnectionRestored += (_, _) => CameBack();
        await redis.GetSubscriber().SubscribeAsync(Channel, (_, value) => Receive(value!));
        return redis;
    }

    private void Receive(string text)
    {
        var parts = text.Split(' ', 3);
        if (parts.Length == 3 && parts[0] != _node)
        {
            _subscriptions.Deliver(parts[1], parts[2]);
        }
    }

    private void WentAway()
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            LogAway();
        }
    }

    private void CameBack()
    {
        if (Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            LogBack();
            _subscriptions.Missed();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis is away: other nodes hear nothing from this one until it is back")]
    private partial void LogAway();

    [LoggerMessage(LogLevel.Information, "Redis is back")]
    private partial void LogBack();
}

/// <summary>A partner that may be away without the node being unready: the health report names it.</summary>
public interface IOptionalPart
{
    string Name { get; }
    bool IsUp { get; }
}
