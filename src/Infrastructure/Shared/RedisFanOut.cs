using Marketplace.Application.Shared;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Fan-out over Redis publish/subscribe, for several nodes. This node's own listeners hear a message without Redis, so that its
/// loss only delays the other nodes' screens; when it is back, they are told that they may have missed something.
/// </summary>
internal sealed partial class RedisFanOut(RedisConnection redis, FanOutSubscriptions subscriptions, ILogger<RedisFanOut> log) : ILiveFanOut, IHostedService
{
    private static readonly RedisChannel Channel = new("marketplace.live", RedisChannel.PatternMode.Literal);

    private readonly Lock _starting = new();
    private Task? _listening;
    private int _isAway;

    public async Task PublishAsync(string channel, string message, CancellationToken ct)
    {
        subscriptions.Deliver(channel, message);
        try
        {
            await ListenAsync().WaitAsync(ct);
            if (redis.Current is { } connected)
            {
                await connected.GetSubscriber().PublishAsync(Channel, $"{redis.Node} {channel} {message}").WaitAsync(TimeSpan.FromSeconds(1), ct);
                return;
            }
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // the same as not being connected
        }

        WentAway();
    }

    public IDisposable Subscribe(string channel, Action<string> heard, Action? missed = null) => subscriptions.Add(channel, heard, missed);

    public async Task StartAsync(CancellationToken cancellationToken) => await Task.WhenAny(ListenAsync(), Task.Delay(TimeSpan.FromSeconds(3), cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins once to hear the other nodes.</summary>
    private Task ListenAsync()
    {
        lock (_starting)
        {
            return _listening ??= SubscribeAsync();
        }
    }

    private async Task SubscribeAsync()
    {
        var connection = await redis.OpenAsync();
        connection.ConnectionFailed += (_, _) => WentAway();
        connection.ConnectionRestored += (_, _) => CameBack();
        await connection.GetSubscriber().SubscribeAsync(Channel, (_, value) => Receive(value!));
    }

    private void Receive(string text)
    {
        var parts = text.Split(' ', 3);
        if (parts.Length == 3 && parts[0] != redis.Node)
        {
            subscriptions.Deliver(parts[1], parts[2]);
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
            subscriptions.Missed();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis is away: other nodes hear nothing from this one until it is back")]
    private partial void LogAway();

    [LoggerMessage(LogLevel.Information, "Redis is back")]
    private partial void LogBack();
}
