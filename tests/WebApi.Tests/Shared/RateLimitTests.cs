using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>How much a caller may ask for, on one node and on several.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed partial class RateLimitTests(MarketplaceApp app)
{
    private const string Path = "/api/v1/me/orders";

    private readonly string _user = UserId.New().Value.ToString();

    [Fact]
    public async Task Says_on_every_answer_what_is_left_and_when_the_next_minute_begins()
    {
        using var node = Node(("RateLimits:Reads", "3"));
        var clock = (HandClock)node.Services.GetRequiredService<TimeProvider>();
        var left = new List<string>();
        for (var i = 0; i < 4; i++, clock.Advance(TimeSpan.FromSeconds(10)))
        {
            var answer = await Caller(node, _user).GetAsync(Path);
            Assert.Equal("\"read\";q=3;w=60", answer.Headers.GetValues("RateLimit-Policy").Single());
            left.Add($"{(int)answer.StatusCode} {answer.Headers.GetValues("RateLimit").Single()} {answer.Headers.RetryAfter?.Delta?.TotalSeconds}");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal("request.too_many", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
            }
        }

        Assert.Equal(["200 \"read\";r=2;t=60 ", "200 \"read\";r=1;t=50 ", "200 \"read\";r=0;t=40 ", "429 \"read\";r=0;t=30 30"], left);
        Assert.Contains(app.Logs, line => line.Contains($"request.limited: user {_user}, GET {Path}", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await Caller(node, UserId.New().Value.ToString()).GetAsync(Path)).StatusCode);

        clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal("\"read\";r=2;t=60", (await Caller(node, _user).GetAsync(Path)).Headers.GetValues("RateLimit").Single());
    }

    [Fact]
    public async Task Counts_an_app_of_others_for_each_of_its_users_and_as_a_whole()
    {
        using var node = Node(("RateLimits:Reads", "3"), ("RateLimits:App", "5"));
        var other = UserId.New().Value.ToString();

        Assert.Equal("200 200 200 429", await AskAsync(node, 4, _user, app: "board"));
        var spent = await Caller(node, other, "board").GetAsync(Path);
        Assert.Equal("\"read\";q=3;w=60, \"app\";q=5;w=60", spent.Headers.GetValues("RateLimit-Policy").Single());
        Assert.Equal("\"read\";r=2, \"app\";r=0", Seconds().Replace(spent.Headers.GetValues("RateLimit").Single(), ""));
        Assert.Equal("429", await AskAsync(node, 1, other, app: "board"));

        Assert.Equal("200", await AskAsync(node, 1, _user, app: "another"));
        Assert.Equal("200 200 200 429", await AskAsync(node, 4, _user)); // with us the user has all of it
    }

    [Fact]
    public async Task Two_nodes_that_share_a_redis_let_through_what_one_may()
    {
        const int Limit = 100;
        await using var redis = await RedisServer.StartAsync();
        using var a = Node(("RateLimits:Reads", $"{Limit}"), ("Redis:ConnectionString", redis.ConnectionString));
        using var b = Node(("RateLimits:Reads", $"{Limit}"), ("Redis:ConnectionString", redis.ConnectionString));
        await Eventually.TrueAsync(() => a.Services.GetRequiredService<RedisConnection>().IsUp && b.Services.GetRequiredService<RedisConnection>().IsUp);

        var answers = new ConcurrentQueue<HttpResponseMessage>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2 * Limit), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, ct) => answers.Enqueue(await Caller(i % 2 == 0 ? a : b, _user).GetAsync(Path, ct)));

        Assert.InRange(answers.Count(r => r.IsSuccessStatusCode), Limit * 0.9, Limit * 1.1);
        Assert.All(answers.Where(r => !r.IsSuccessStatusCode), r => Assert.Equal((HttpStatusCode.TooManyRequests, true), (r.StatusCode, r.Headers.RetryAfter is not null)));
    }

    [Fact]
    public async Task A_node_counts_by_itself_while_redis_is_away()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = new RedisConnection(redis.ConnectionString + ",connectRetry=3,keepAlive=1");
        await connection.OpenAsync();
        var counters = new RedisRequestCounters(connection, new MemoryRequestCounters(TimeProvider.System), TimeProvider.System, NullLogger<RedisRequestCounters>.Instance);
        await Eventually.TrueAsync(() => connection.IsUp);
        Assert.Equal([1, 2], await CountAsync(counters, 2));

        await redis.KillAsync();

        Assert.Equal([1, 2, 3], await CountAsync(counters, 3)); // begins anew, and counts
    }

    [Fact]
    public async Task Both_counters_begin_a_window_with_its_first_request_and_keep_callers_apart()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = new RedisConnection(redis.ConnectionString);
        await connection.OpenAsync();
        await Eventually.TrueAsync(() => connection.IsUp);
        var memory = new MemoryRequestCounters(TimeProvider.System);
        foreach (var counters in (IRequestCounters[])[memory, new RedisRequestCounters(connection, memory, TimeProvider.System, NullLogger<RedisRequestCounters>.Instance)])
        {
            var window = TimeSpan.FromSeconds(1);
            var first = await counters.CountAsync(["x", "y"], window, CancellationToken.None);
            Assert.All(first, count => Assert.Equal(1, count.Requests));
            Assert.InRange(first[0].EndsIn, TimeSpan.FromMilliseconds(1), window);
            Assert.Equal([2], (await counters.CountAsync(["x"], window, CancellationToken.None)).Select(c => c.Requests));

            await Task.Delay(window + TimeSpan.FromMilliseconds(100));
            Assert.Equal([1], (await counters.CountAsync(["x"], window, CancellationToken.None)).Select(c => c.Requests));
        }
    }

    [Fact]
    public async Task Forgets_callers_who_do_not_come_back()
    {
        var clock = new HandClock();
        var counters = new MemoryRequestCounters(clock);
        foreach (var i in Enumerable.Range(0, 1000))
        {
            await counters.CountAsync([$"caller {i}"], TimeSpan.FromMinutes(1), CancellationToken.None);
        }

        clock.Advance(TimeSpan.FromMinutes(2));
        await counters.CountAsync(["one more"], TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal(1, counters.Windows);
    }

    [GeneratedRegex(";t=[0-9]+")]
    private static partial Regex Seconds();

    private WebApplicationFactory<Program> Node(params (string Key, string Value)[] settings) => app.WithWebHostBuilder(web =>
    {
        foreach (var (key, value) in settings)
        {
            web.UseSetting(key, value);
        }

        web.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(new HandClock()));
    });

    private static HttpClient Caller(WebApplicationFactory<Program> node, string user, string? app = null)
    {
        var http = node.CreateClient();
        http.DefaultRequestHeaders.Authorization = new(TestSignIn.SchemeName, user);
        if (app is not null)
        {
            http.DefaultRequestHeaders.Add(TestSignIn.AppHeader, app);
        }

        return http;
    }

    private static async Task<string> AskAsync(WebApplicationFactory<Program> node, int times, string user, string? app = null)
    {
        var answers = new List<int>();
        for (var i = 0; i < times; i++)
        {
            answers.Add((int)(await Caller(node, user, app).GetAsync(Path)).StatusCode);
        }

        return string.Join(' ', answers.Select(a => a.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IReadOnlyList<long>> CountAsync(RedisRequestCounters counters, int times)
    {
        var counts = new List<long>();
        for (var i = 0; i < times; i++)
        {
            counts.Add((await counters.CountAsync(["caller"], TimeSpan.FromMinutes(1), CancellationToken.None))[0].Requests);
        }

        return counts;
    }

    /// <summary>Stands still until it is moved; timers run as always.</summary>
    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
