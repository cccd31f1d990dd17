using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>A call that its caller may make, with something in it that is not theirs to say: members of the entity, ids of somebody else.</summary>
public sealed class ForeignInputTests(GuardedApp app, ITestOutputHelper output) : IClassFixture<GuardedApp>
{
    private const string Canary = "canary-of-the-tests";
    private const int Number = 987_654;

    /// <summary>Calls that are looked at together for what they changed, since a look at everything is slow.</summary>
    private const int RowsAtOnce = 12;

    private static readonly string[] Tempting =
        ["role", "roles", "isAdmin", "vendorId", "price", "total", "status", "balance", "createdBy", "emailConfirmed", "lockoutEnd", "userId", "ownerId", "__proto__", "$type", "permissions"];

    /// <summary>Members whose own members are named by who calls.</summary>
    private static readonly string[] ByName = ["rates", "options", "vendorNotes"];

    private static readonly string[] ForEverybody = ["carts.", "people.shop_follows", "notifications.restock_alerts", "deliveries.shifts", "deliveries.shift_riders"];

    /// <summary>The names that our own entities have, with a value of the kind that would fit there.</summary>
    private static readonly Dictionary<string, Type> Members = typeof(Order).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetProperty("Id") is not null)
        .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Select(p => (Name: JsonNamingPolicy.CamelCase.ConvertName(p.Name), Type: p.PropertyType))
        .Concat(Tempting.Select(name => (name, typeof(string)))).DistinctBy(m => m.Item1).ToDictionary(m => m.Item1, m => m.Item2);

    [Fact]
    public async Task Members_that_a_request_does_not_have_do_nothing()
    {
        Assert.True(Members.Count > 150, $"{Members.Count} names");
        var requests = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not null)
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => (Route: AccessRow.Bare($"{m} /{e.RoutePattern.RawText!.Trim('/')}"), e.Metadata.GetMetadata<IAcceptsMetadata>()!.RequestType)))
            .ToDictionary(r => r.Route, r => NamesOf(r.RequestType!));
        var (wrong, tried) = (new ConcurrentQueue<string>(), 0);
        await Parallel.ForEachAsync(AccessRow.ReadAll().Where(r => requests.ContainsKey(r.Route) && r.Cells.Contains(Cells.Allowed)), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, ct) =>
        {
            var actor = MayDo(row);
            var plain = await DoneAsync(row, actor, null, ct);
            if (plain is null)
            {
                return; // no JSON
            }

            foreach (var flag in (bool[])[true, false])
            {
                var extra = Members.Where(m => !requests[row.Route].Contains(m.Key)).ToDictionary(m => m.Key, m => ValueFor(m.Value, flag));
                var stuffed = (await DoneAsync(row, actor, extra, ct))!;
                Interlocked.Add(ref tried, extra.Count);
                if (stuffed.Status != plain.Status || !stuffed.Facts.SequenceEqual(plain.Facts))
                {
                    wrong.Enqueue($"{row.Method} {row.Path}: {stuffed.Status} instead of {plain.Status} {stuffed.Text}{string.Concat(stuffed.Facts.Except(plain.Facts).Select(f => $"{Environment.NewLine}    {f}"))}");
                }
            }
        });

        output.WriteLine($"{Members.Count} names, {tried} members");
        Assert.True(tried > 5000, $"{tried} members");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong));
        Assert.Empty(await app.FindAsync(Canary, $"{Number}"));
    }

    [Fact]
    public async Task The_ids_of_somebody_else_open_nothing_and_change_nothing()
    {
        var (wrong, swaps) = (new ConcurrentQueue<string>(), 0);
        var rows = AccessRow.ReadAll()
            .Select(row => (Row: row, Actor: MayDo(row)))
            .Where(r => r.Actor is not (Actor.Admin or Actor.Anonymous) && !r.Row.Path.EndsWith("#product", StringComparison.Ordinal)); // may do it for everybody
        await Parallel.ForEachAsync(rows.GroupBy(r => r.Row.Given).SelectMany(alike => alike.Chunk(RowsAtOnce)), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (alike, ct) =>
        {
            var since = await app.MomentAsync();
            var theirs = await Scene.BuildAsync(app, alike[0].Row.Given, isShopSuspended: false);
            var before = await TheirsAsync(theirs, since);
            foreach (var (row, actor) in alike)
            {
                var mine = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
                foreach (var (what, names) in Swapped(mine.Names, theirs.Names))
                {
                    using var swapped = AccessCalls.Request(app, row, actor, mine, names);
                    using var own = AccessCalls.Request(app, row, actor, mine, mine.Names);
                    if (await SameAsync(swapped, own))
                    {
                        continue;
                    }

                    using var answer = await app.Http.SendAsync(swapped, ct);
                    var text = await answer.Content.ReadAsStringAsync(ct);
                    Interlocked.Increment(ref swaps);
                    var isPublic = what is nameof(Names.Product) or nameof(Names.Variant) or nameof(Names.Vendor) or nameof(Names.Category) or nameof(Names.Shift);
                    if ((int)answer.StatusCode >= 500 || (!isPublic && text.Contains(theirs.Secret, StringComparison.Ordinal)))
                    {
                        wrong.Enqueue($"{row.Method} {row.Path} with their {what}: {(int)answer.StatusCode} {text}");
                    }
                }
            }

            var after = await TheirsAsync(theirs, since);
            if (!after.SequenceEqual(before))
            {
                wrong.Enqueue($"One of {string.Join(", ", alike.Select(r => $"{r.Row.Method} {r.Row.Path}"))} changed what is theirs:{string.Concat(after.Except(before).Concat(before.Except(after)).Select(f => $"{Environment.NewLine}    {f}"))}");
            }
        });

        output.WriteLine($"{swaps} swaps");
        Assert.True(swaps > 40, $"{swaps} swaps");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong));
    }

    /// <summary>
    /// Without carts, into which everybody may put everybody's goods, who follows a shop or waits for a variant, which everybody may, and
    /// the places of published shifts, which are for every rider; nobody's cart, list or place has an id that a call could name.
    /// </summary>
    private async Task<List<string>> TheirsAsync(Scene theirs, long since) =>
        [.. (await app.FactsAsync(theirs, since)).Where(f => !ForEverybody.Any(table => f.StartsWith(table, StringComparison.Ordinal)))];

    private sealed record Outcome(int Status, string Text, IReadOnlyList<string> Facts);

    /// <returns>What became of a scene of its own. Null when the call has no JSON.</returns>
    private async Task<Outcome?> DoneAsync(AccessRow row, Actor actor, Dictionary<string, JsonNode?>? extra, CancellationToken ct)
    {
        var since = await app.MomentAsync();
        var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
        using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
        if (request.Content is not JsonContent content)
        {
            return null;
        }

        if (extra is not null)
        {
            var body = JsonSerializer.SerializeToNode(content.Value, JsonSerializerOptions.Web)!;
            Stuff(body, extra);
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var answer = await app.Http.SendAsync(request, ct);
        return new((int)answer.StatusCode, answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(ct), await app.FactsAsync(scene, since));
    }

    private static void Stuff(JsonNode? node, Dictionary<string, JsonNode?> extra)
    {
        switch (node)
        {
            case JsonArray items:
                items.ToList().ForEach(item => Stuff(item, extra));
                break;
            case JsonObject members when members.Count > 0:
                members.Where(member => !ByName.Contains(member.Key)).ToList().ForEach(member => Stuff(member.Value, extra));
                foreach (var (name, value) in extra.Where(e => !members.ContainsKey(e.Key)))
                {
                    members.Add(name, value?.DeepClone());
                }

                break;
            default:
                break;
        }
    }

    private static JsonNode? ValueFor(Type type, bool flag)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(bool) ? JsonValue.Create(flag)
            : plain == typeof(int) || plain == typeof(decimal) || plain == typeof(double) || plain == typeof(long) ? JsonValue.Create(Number)
            : plain == typeof(Money) ? new JsonObject { ["amount"] = Number, ["currency"] = "INR" }
            : plain == typeof(DateTimeOffset) ? JsonValue.Create("1987-06-05T04:03:02Z")
            : plain == typeof(Guid) || plain.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)) ? JsonValue.Create("0198cafe-cafe-7afe-8afe-cafecafecafe")
            : JsonValue.Create(Canary);
    }

    /// <summary>The names of a request's members, at whatever depth.</summary>
    private static HashSet<string> NamesOf(Type request)
    {
        var (names, known, open) = (new HashSet<string>(), new HashSet<Type>(), new Queue<Type>([request]));
        while (open.TryDequeue(out var type))
        {
            foreach (var property in known.Add(type) && type.Namespace?.StartsWith("Marketplace", StringComparison.Ordinal) == true ? type.GetProperties() : [])
            {
                names.Add(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
                open.Enqueue(property.PropertyType);
            }

            Array.ForEach(type.GetGenericArguments(), open.Enqueue);
        }

        return names;
    }

    private static Actor MayDo(AccessRow row) => Enum.GetValues<Actor>().Where(a => row[a] == Cells.Allowed && a != Actor.Suspended)
        .Append(Actor.Anonymous).OrderByDescending(a => a == AccessCalls.Concerned(row)).First();

    /// <summary>Each of one's own names in turn, replaced by the other's. Tokens are secrets, and whoever has one may.</summary>
    private static IEnumerable<(string What, Names Names)> Swapped(Names mine, Names theirs)
    {
        foreach (var name in typeof(Names).GetProperties().Where(p => p.CanWrite && p.Name is not (nameof(Names.OrderToken) or nameof(Names.CartToken))))
        {
            var swapped = mine with { };
            name.SetValue(swapped, name.GetValue(theirs));
            yield return (name.Name, swapped);
        }
    }

    private static async Task<bool> SameAsync(HttpRequestMessage one, HttpRequestMessage other) =>
        one.RequestUri == other.RequestUri && (one.Content is not JsonContent || await one.Content.ReadAsStringAsync() == await other.Content!.ReadAsStringAsync());
}
