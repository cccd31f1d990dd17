using System.Collections.Concurrent;
using System.Diagnostics;
using Marketplace.Application.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>What both adapters promise, and what Redis adds.</summary>
public sealed class FanOutTests
{
    [Fact]
    public async Task In_process_reaches_the_listeners_of_a_channel_and_no_others() => await HearsItsOwnAsync(new InProcessFanOut(Subscriptions()));

    [Fact]
    public async Task Redis_reaches_this_node_and_the_others_and_says_when_it_may_have_missed_something()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var toA = Connect(redis);
        await using var toB = Connect(redis);
        var (a, b) = (await NodeAsync(toA), await NodeAsync(toB));
        await HearsItsOwnAsync(a);
        var heard = new ConcurrentQueue<string>();
        var missed = 0;
        using var listening = b.Subscribe("x", heard.Enqueue, () => Interlocked.Increment(ref missed));

        await Eventually.TrueAsync(() => toA.IsUp && toB.IsUp);
        foreach (var i in Enumerable.Range(1, 100))
        {
            await a.PublishAsync("x", $"{i} with spaces", CancellationToken.None);
        }

        await Eventually.TrueAsync(() => heard.Count == 100);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i} with spaces"), heard);

        await redis.KillAsync();
        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => !toA.IsUp && !toB.IsUp);
        await HearsItsOwnAsync(a); // a node serves its own browsers without Redis
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15));

        await redis.StartAgainAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref missed) > 0, TimeSpan.FromSeconds(60));
        heard.Clear();
        await Eventually.TrueAsync(
            async () =>
            {
                await a.PublishAsync("x", "again", CancellationToken.None);
                return heard.Contains("again");
            }, TimeSpan.FromSeconds(60));
    }

    private static async Task HearsItsOwnAsync(ILiveFanOut fanOut)
    {
        var (heard, other) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        using var broken = fanOut.Subscribe("own", _ => throw new InvalidOperationException("a listener's bug"));
        using var one = fanOut.Subscribe("own", heard.Enqueue);
        using var two = fanOut.Subscribe("other", other.Enqueue);

        await fanOut.PublishAsync("own", "one", CancellationToken.None);
        one.Dispose();
        await fanOut.PublishAsync("own", "two", CancellationToken.None);

        Assert.Equal(["one"], heard);
        Assert.Empty(other);
    }

    private static async Task<RedisFanOut> NodeAsync(RedisConnection redis)
    {
        var node = new RedisFanOut(redis, Subscriptions(), NullLogger<RedisFanOut>.Instance);
        await node.StartAsync(CancellationToken.None);
        return node;
    }

    private static RedisConnection Connect(RedisServer redis) => new(redis.ConnectionString + ",connectRetry=3,keepAlive=1");

    private static FanOutSubscriptions Subscriptions() => new(NullLogger<FanOutSubscriptions>.Instance);
}
