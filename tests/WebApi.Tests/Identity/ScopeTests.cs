using System.Collections.Concurrent;
using System.Net;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>An application of others does for its user what its scopes say, and not one route more.</summary>
[Collection(nameof(GuardedApp))]
public sealed class ScopeTests(GuardedApp app, ITestOutputHelper output)
{
    private static readonly string[] Published = [.. ApiScopes.All.Select(s => s.Name)];

    [Fact]
    public void Routes_are_open_to_the_scopes_of_the_table_and_to_no_other()
    {
        var table = ReadTable().ToDictionary(r => AccessRow.Bare($"{r.Key.Method} /api/v1{r.Key.Path}"), r => string.Join(' ', r.Value));
        var routes = (
            from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let scopes = endpoint.Metadata.GetMetadata<AppScopes>()
            where scopes is not null
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select (Route: AccessRow.Bare($"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"), Scopes: string.Join(' ', scopes.Names))).ToDictionary(r => r.Route, r => r.Scopes);

        Assert.Equal(table.OrderBy(r => r.Key, StringComparer.Ordinal), routes.OrderBy(r => r.Key, StringComparer.Ordinal));
        Assert.Equal(Published.Order(), ReadTable().SelectMany(r => r.Value).Distinct().Order());
    }

    [Fact]
    public async Task Every_route_takes_its_scope_and_no_other()
    {
        var table = ReadTable();
        var wrong = new ConcurrentQueue<string>();
        var calls = 0;
        await Parallel.ForEachAsync(AccessRow.ReadAll(), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, _) =>
        {
            var concerned = AccessCalls.Concerned(row);
            var own = table.GetValueOrDefault((row.Method, row.Path), []);
            var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
            foreach (var (scopes, expected) in (IEnumerable<(IEnumerable<string>, char)>)[(Published.Except(own), row[Actor.Scopeless]), .. own.Select(scope => (Enumerable.Repeat(scope, 1), row[concerned]))])
            {
                var found = await CallAsync(row, concerned, scene, $"openid offline_access {string.Join(' ', scopes)}");
                Interlocked.Increment(ref calls);
                if (found != expected)
                {
                    wrong.Enqueue($"{row.Method} {row.Path} with {string.Join(' ', scopes)}: {found}, not {expected}");
                }
            }
        });

        output.WriteLine($"{calls} calls");
        Assert.True(calls > 150, $"{calls} calls");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task A_refusal_names_the_scope_that_would_do()
    {
        var row = AccessRow.ReadAll().Single(r => r is { Method: "GET", Path: "/vendor/orders" });
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
        using var request = AccessCalls.Request(app, row, Actor.Owner, scene, scene.Names);
        request.Headers.Authorization = new("Bearer", app.Token(scene.PersonOf(Actor.Owner).Value.ToString(), client: "app", scope: "openid vendor.catalog"));

        using var answer = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("Bearer realm=\"marketplace\", error=\"insufficient_scope\", scope=\"vendor.orders\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_scope_is_no_right_of_its_own()
    {
        var row = AccessRow.ReadAll().Single(r => r is { Method: "GET", Path: "/vendor/orders/{part}" });
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);

        foreach (var actor in (Actor[])[Actor.Shopper, Actor.Rival, Actor.Impostor, Actor.Admin])
        {
            Assert.Equal(row[actor], await CallAsync(row, actor, scene, "vendor.orders"));
        }
    }

    private async Task<char> CallAsync(AccessRow row, Actor actor, Scene scene, string scopes)
    {
        using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
        request.Headers.Authorization = new("Bearer", app.Token(scene.PersonOf(actor).Value.ToString(), "admin", client: "app", scope: scopes));
        using var answer = await app.Http.SendAsync(request);
        return (int)answer.StatusCode switch
        {
            < 300 => Cells.Allowed,
            401 => Cells.Unauthenticated,
            403 => Cells.Forbidden,
            404 => Cells.Missing,
            < 500 => Cells.Refused,
            _ => '?',
        };
    }

    private static Dictionary<(string Method, string Path), string[]> ReadTable() => (
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Identity", "scopes.txt"))
        where line.Length > 0 && line[0] != '#'
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (Key: (words[0], words[1]), Scopes: words[2..])).ToDictionary(r => r.Key, r => r.Scopes);
}
