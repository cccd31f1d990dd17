using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>A route that is closed is closed whichever way somebody comes: spelled otherwise, with another method, or with headers that proxies know.</summary>
[Collection(nameof(GuardedApp))]
public sealed class DetourTests(GuardedApp app, ITestOutputHelper output)
{
    private static readonly (string What, Action<HttpRequestMessage> Take)[] Detours =
    [
        ("HEAD", r => (r.Method, r.Content) = (HttpMethod.Head, null)),
        ("upper case", r => To(r, p => p.ToUpperInvariant())),
        ("a slash at the end", r => To(r, p => p + "/")),
        ("two slashes", r => To(r, p => p.Replace("/v1/", "/v1//", StringComparison.Ordinal))),
        ("a dot", r => To(r, p => p.Replace("/v1/", "/v1/%2e/", StringComparison.Ordinal))),
        ("two dots", r => To(r, p => p.Replace("/v1/", "/v1/products/%2e%2e/", StringComparison.Ordinal))),
        ("a matrix parameter", r => To(r, p => p + ";x=1")),
        ("a file's name", r => To(r, p => p + ".css")),
        ("an escaped slash", r => To(r, p => p.Replace("/v1/", "/v1%2f", StringComparison.Ordinal))),
        ("another version", r => To(r, p => p.Replace("/v1/", "/v2/", StringComparison.Ordinal))),
        ("a method in a header", r => r.Headers.Add("X-HTTP-Method-Override", "GET")),
        ("an address in a header", r => { r.Headers.Add("X-Original-URL", "/api/v1/products"); r.Headers.Add("X-Rewrite-URL", "/api/v1/products"); }),
        ("a token in the address", r => To(r, p => p + "?access_token=x")),
        ("a user in a header", r => { r.Headers.Add("X-User", "admin"); r.Headers.Add("X-Forwarded-User", "admin"); r.Headers.Add("X-Role", "admin"); }),
        ("a cookie", r => r.Headers.Add("Cookie", "access_token=x; session=x")),
    ];

    [Fact]
    public async Task Nobody_comes_in_by_a_detour()
    {
        var scene = await Scene.BuildAsync(app, "confirmed,published", isShopSuspended: false);
        var (wrong, tried) = (new ConcurrentQueue<string>(), 0);
        await Parallel.ForEachAsync(AccessRow.ReadAll().DistinctBy(r => (r.Method, r.Path)), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, ct) =>
        {
            foreach (var actor in ((Actor[])[Actor.Anonymous, Actor.Rival]).Where(a => row[a] is Cells.Unauthenticated or Cells.Forbidden or Cells.Missing))
            {
                foreach (var (what, take) in Detours)
                {
                    using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
                    take(request);
                    using var answer = await app.Http.SendAsync(request, ct);
                    Interlocked.Increment(ref tried);
                    if (answer.IsSuccessStatusCode || (int)answer.StatusCode is >= 300 and < 400 or >= 500)
                    {
                        wrong.Enqueue($"{row.Method} {row.Path} as {actor} by {what}: {(int)answer.StatusCode}");
                    }
                }
            }
        });

        output.WriteLine($"{tried} detours");
        Assert.True(tried > 2000, $"{tried} detours");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong));
    }

    private static void To(HttpRequestMessage request, Func<string, string> path)
    {
        var parts = request.RequestUri!.OriginalString.Split('?');
        request.RequestUri = new(path(parts[0]) + (parts.Length > 1 ? (path(parts[0]).Contains('?', StringComparison.Ordinal) ? "&" : "?") + parts[1] : ""), UriKind.Relative);
    }
}
