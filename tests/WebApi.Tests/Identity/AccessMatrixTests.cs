using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Marketplace.WebApi.Notifications;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>
/// Every route for every kind of caller, as <c>access.txt</c> says. Whoever may not sees of a thing that exists exactly what they
/// see of one that does not. Those who may not call first; that the call then still works shows that they changed nothing.
/// </summary>
[Collection(nameof(GuardedApp))]
public sealed class AccessMatrixTests(GuardedApp app, ITestOutputHelper output)
{
    [Fact]
    public void Every_route_is_in_the_table()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => AccessRow.Bare($"{m} /{e.RoutePattern.RawText!.Trim('/')}")))
            .Distinct().ToList();
        var rows = AccessRow.ReadAll();
        Assert.True(routes.Count > 100, $"{routes.Count} routes");

        Assert.Empty(routes.Except(rows.Select(r => r.Route)));
        Assert.Empty(rows.Select(r => r.Route).Except(routes));
        Assert.Empty(rows.GroupBy(r => $"{r.Method} {r.Path} {r.Given}").Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(rows.Where(r => !r.Cells.Contains(Cells.Allowed) && !r.Cells.Contains(Cells.Refused)).Select(r => r.ToString()));
    }

    [Fact]
    public void Hubs_have_nothing_to_call()
    {
        var hubs = typeof(LiveHub).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(Hub)) && !t.IsAbstract).ToList();
        Assert.True(hubs.Count >= 3, $"{hubs.Count} hubs");
        Assert.All(hubs, hub => Assert.True(hub.IsAssignableTo(typeof(LiveHub)), $"{hub.Name} lets in without a ticket"));

        string[] ours = [nameof(Hub.OnConnectedAsync), nameof(Hub.OnDisconnectedAsync), nameof(Hub.Dispose)];
        var callable = hubs.Append(typeof(LiveHub)).SelectMany(hub => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).Select(m => m.Name);
        Assert.Empty(callable.Except(ours));
    }

    [Fact]
    public async Task Every_caller_gets_what_the_table_says()
    {
        var rows = AccessRow.ReadAll();
        var wrong = new ConcurrentQueue<string>();
        var requests = 0;
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, _) =>
        {
            var (found, notes, count) = await WalkAsync(row);
            Interlocked.Add(ref requests, count);
            if (found.Cells != row.Cells || notes.Count > 0)
            {
                wrong.Enqueue(string.Join(Environment.NewLine, ["table  " + row, "found  " + found, .. notes.Select(n => "       " + n)]));
            }
        });

        output.WriteLine($"{rows.Count} rows, {rows.Count * rows[0].Cells.Length} cells, {requests} requests");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine + Environment.NewLine, wrong));
    }

    [Theory]
    [InlineData("/orders/{order}/parts/{part}/cancel", Actor.Shopper)]
    [InlineData("/admin/orders/{order}/parts/{part}/cancel", Actor.Admin)]
    [InlineData("/orders/{order}/lines/{line}/rating", Actor.Shopper)]
    public async Task A_part_is_found_only_under_its_own_order(string path, Actor actor)
    {
        var row = AccessRow.ReadAll().Single(r => r.Path == path);
        var (mine, other) = (await Scene.BuildAsync(app, row.Given, isShopSuspended: false), await Scene.BuildAsync(app, row.Given, isShopSuspended: false));
        var mixed = mine.Names with { Part = other.Names.Part, Line = other.Names.Line };

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(row, actor, mine, mixed)).Status);
        Assert.True((int)(await SendAsync(row, actor, other, other.Names)).Status < 300, "it was changed under another order");
    }

    /// <returns>The row as it is, with what is wrong beyond a letter.</returns>
    private async Task<(AccessRow Found, List<string> Notes, int Requests)> WalkAsync(AccessRow row)
    {
        var letters = new char[row.Cells.Length];
        var notes = new List<string>();
        var requests = 0;
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
        var isUsed = false;
        foreach (var actor in Enum.GetValues<Actor>().OrderBy(a => row[a] == Cells.Allowed).ThenBy(a => a))
        {
            if (row[actor] == Cells.Allowed && row.Method != "GET" && isUsed || actor == Actor.Suspended)
            {
                var fresh = await Scene.BuildAsync(app, row.Given, isShopSuspended: actor == Actor.Suspended);
                letters[(int)actor] = await CallAsync(row, actor, fresh, notes);
            }
            else
            {
                letters[(int)actor] = await CallAsync(row, actor, scene, notes);
                isUsed |= row[actor] == Cells.Allowed;
            }

            requests += row[actor] == Cells.Allowed ? 1 : 2;
        }

        return (row with { Cells = new(letters) }, notes, requests);
    }

    private async Task<char> CallAsync(AccessRow row, Actor actor, Scene scene, List<string> notes)
    {
        var (status, text) = await SendAsync(row, actor, scene, scene.Names);
        var letter = (int)status switch
        {
            < 300 => row[actor] == Cells.Own ? Cells.Own : Cells.Allowed,
            401 => Cells.Unauthenticated,
            403 => Cells.Forbidden,
            404 => Cells.Missing,
            < 500 => Cells.Refused,
            _ => '?',
        };
        if (letter is '?' or Cells.Refused && row[actor] != letter)
        {
            notes.Add($"{actor}: {(int)status} {text}");
        }

        if (letter == Cells.Allowed)
        {
            return letter;
        }

        if (scene.Private.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } leaked)
        {
            notes.Add($"{actor} reads {leaked}");
        }

        var nowhere = Names.Nowhere();
        if (!await IsAboutAsync(row, actor, scene, nowhere) && !(actor == Actor.Impostor && letter == Cells.Forbidden))
        {
            return letter;
        }

        var (statusOfNothing, textOfNothing) = await SendAsync(row, actor, scene, nowhere);
        if (status != statusOfNothing || scene.Names.Blur(text) != nowhere.Blur(textOfNothing))
        {
            notes.Add($"{actor} can tell it from nothing: {(int)status} {text} | {(int)statusOfNothing} {textOfNothing}");
        }

        return letter;
    }

    /// <summary>Whether the request names anything of the scene.</summary>
    private async Task<bool> IsAboutAsync(AccessRow row, Actor actor, Scene scene, Names nowhere)
    {
        using var one = AccessCalls.Request(app, row, actor, scene, scene.Names);
        using var other = AccessCalls.Request(app, row, actor, scene, nowhere);
        return one.RequestUri != other.RequestUri
            || (one.Content is JsonContent && await one.Content.ReadAsStringAsync() != await other.Content!.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(AccessRow row, Actor actor, Scene scene, Names names)
    {
        using var answer = await app.Http.SendAsync(AccessCalls.Request(app, row, actor, scene, names));
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode)
        {
            return (answer.StatusCode, text);
        }

        using var problem = JsonDocument.Parse(text);
        Assert.False(string.IsNullOrEmpty(problem.RootElement.GetProperty("code").GetString()));
        Assert.True(answer.Headers.CacheControl?.NoStore, answer.Headers.CacheControl?.ToString());
        var told = problem.RootElement.EnumerateObject().Where(p => p.Name is not ("correlationId" or "traceId")).Select(p => $"{p.Name}={p.Value}");
        var headers = answer.Headers.Select(h => h.Key).Concat(answer.Content.Headers.Select(h => h.Key)).Order(StringComparer.Ordinal);
        return (answer.StatusCode, string.Join("; ", [.. told, answer.Headers.WwwAuthenticate.ToString(), string.Join(' ', headers)]));
    }
}
