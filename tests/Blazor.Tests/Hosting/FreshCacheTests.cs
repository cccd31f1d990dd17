using System.Net;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Hosting;

public sealed class FreshCacheTests
{
    private readonly MovingClock _clock = new();
    private int _reads;

    [Fact]
    public async Task Asks_once_for_everybody_who_wants_it_at_the_same_moment()
    {
        var cache = new FreshCache(_clock);
        var answer = new TaskCompletionSource<int>();

        var first = cache.GetAsync("home", _ => Read(answer.Task));
        var second = cache.GetAsync("home", _ => Read(answer.Task));
        answer.SetResult(7);

        Assert.Equal((7, 7, 1), (await first, await second, _reads));
    }

    [Fact]
    public async Task Asks_again_within_a_second()
    {
        var cache = new FreshCache(_clock);
        await cache.GetAsync("home", _ => Read(Task.FromResult(1)));
        _clock.Now += TimeSpan.FromSeconds(1);

        Assert.Equal((2, 2), (await cache.GetAsync("home", _ => Read(Task.FromResult(2))), _reads));
    }

    [Fact]
    public async Task Does_not_keep_a_failure()
    {
        var cache = new FreshCache(_clock);
        await Assert.ThrowsAsync<HttpRequestException>(() => cache.GetAsync<int>("home", _ => throw new HttpRequestException()));

        Assert.Equal(3, await cache.GetAsync("home", _ => Task.FromResult(3)));
    }

    [Fact]
    public async Task Who_waits_for_the_answer_to_somebody_who_asks_too_much_asks_alone()
    {
        var cache = new FreshCache(_clock);
        var refusal = new TaskCompletionSource<int>();

        var greedy = cache.GetAsync("search", _ => Read(refusal.Task));
        var other = cache.GetAsync("search", _ => Read(Task.FromResult(7)));
        refusal.SetException(new ApiException(HttpStatusCode.TooManyRequests, null));

        Assert.Equal(7, await other);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Assert.ThrowsAsync<ApiException>(() => greedy)).Status);
        Assert.Equal(2, _reads);
    }

    private Task<int> Read(Task<int> answer)
    {
        Interlocked.Increment(ref _reads);
        return answer;
    }

    private sealed class MovingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
