using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What each audience is told of a thing: the members of <c>fields.txt</c>, and never one that nobody looked at.</summary>
[Collection(nameof(GuardedApp))]
public sealed class FieldTests(GuardedApp app, ITestOutputHelper output)
{
    private const string Audiences = "PCVRA";

    [Fact]
    public void Each_audience_is_told_the_members_of_the_list_and_no_others()
    {
        var found = AnswersByRoute().SelectMany(a => Types(a.Value).Select(type => (Type: type, Audience: AudienceOf(a.Key)))).Distinct()
            .GroupBy(t => t.Type, t => t.Audience)
            .Select(t => string.Join(' ', [$"{NameOf(t.Key),-24}", string.Concat(Audiences.Select(a => t.Contains(a) ? a : '.')), .. Members(t.Key).Select(m => m.Name)]))
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count > 60, $"{found.Count} types");

        var listed = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Identity", "fields.txt")).Where(l => l.Length > 0 && l[0] != '#').ToList();
        Assert.True(found.SequenceEqual(listed), $"fields.txt should say, if that is meant:{Environment.NewLine}{string.Join(Environment.NewLine, found.Except(listed))}{Environment.NewLine}and not:{Environment.NewLine}{string.Join(Environment.NewLine, listed.Except(found))}");
    }

    [Fact]
    public async Task Answers_have_the_members_of_their_type_and_no_others()
    {
        var types = AnswersByRoute();
        var (wrong, members) = (new ConcurrentQueue<string>(), 0);
        await Parallel.ForEachAsync(AccessRow.ReadAll().Where(r => types.ContainsKey(r.Route)), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, ct) =>
        {
            var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
            foreach (var actor in Enum.GetValues<Actor>().Where(a => row[a] is Cells.Allowed && a != Actor.Suspended).Take(row.Method == "GET" ? 4 : 1))
            {
                using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
                using var answer = await app.Http.SendAsync(request, ct);
                if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json")
                {
                    using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(ct));
                    Interlocked.Add(ref members, Compare(body.RootElement, types[row.Route], $"{row.Method} {row.Path}", wrong));
                }
            }
        });

        output.WriteLine($"{members} members");
        Assert.True(members > 1500, $"{members} members");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong.Distinct()));
    }

    [Fact]
    public async Task A_phone_number_is_told_while_it_is_needed()
    {
        var (busy, done) = (await Scene.BuildAsync(app, "preparing", isShopSuspended: false), await Scene.BuildAsync(app, "delivered", isShopSuspended: false));
        Assert.NotNull((await ReadAsync("GET", "/vendor/orders/{part}", Actor.Owner, busy)).GetProperty("customerPhone").GetString());
        Assert.Null((await ReadAsync("GET", "/vendor/orders/{part}", Actor.Owner, done)).GetProperty("customerPhone").GetString());

        var ride = await Scene.BuildAsync(app, "riding", isShopSuspended: false);
        foreach (var isOver in (bool[])[false, true])
        {
            var parcel = await ReadAsync("GET", "/rider/deliveries/{delivery}", Actor.Rider, ride);
            Assert.All((string[])["from", "to"], stop => Assert.Equal(isOver, parcel.GetProperty(stop).GetProperty("phone").ValueKind == JsonValueKind.Null));
            if (!isOver)
            {
                await ReadAsync("POST", "/rider/deliveries/{delivery}/deliver", Actor.Rider, ride);
            }
        }
    }

    /// <summary>The code and the PIN of <see cref="Orders.SampleOrders"/>: each is only worth something with who is to say it.</summary>
    [Fact]
    public async Task The_shops_code_and_the_shoppers_pin_are_told_to_one_side_each()
    {
        const string Code = "\"1234\"", Pin = "\"4321\"";
        var scene = await Scene.BuildAsync(app, "ready", isShopSuspended: false);
        string[] Told(JsonElement answer) => [.. ((string[])[Code, Pin]).Where(secret => answer.GetRawText().Contains(secret, StringComparison.Ordinal))];

        Assert.Equal([Pin], Told(await ReadAsync("GET", "/orders/{order}", Actor.Shopper, scene)));
        Assert.Equal([Code], Told(await ReadAsync("GET", "/vendor/orders/{part}", Actor.Owner, scene)));
        foreach (var (path, actor) in (IEnumerable<(string, Actor)>)[("/me/orders", Actor.Shopper), ("/vendor/orders", Actor.Owner), ("/vendor/orders/open", Actor.Owner), ("/admin/orders", Actor.Admin), ("/admin/orders/{order}", Actor.Admin), ("/rider", Actor.Rider)])
        {
            Assert.Empty(Told(await ReadAsync("GET", path, actor, scene)));
        }
    }

    private async Task<JsonElement> ReadAsync(string method, string path, Actor actor, Scene scene)
    {
        using var request = AccessCalls.Request(app, new(method, path, "", ""), actor, scene, scene.Names);
        using var answer = await app.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var body = JsonDocument.Parse(text);
        return body.RootElement.Clone();
    }

    private Dictionary<string, Type> AnswersByRoute() => (
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
        let type = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Where(p => p.StatusCode is >= 200 and < 300).Select(p => p.Type).FirstOrDefault(t => t is not null && t != typeof(void))
        where type is not null
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        select (Route: AccessRow.Bare($"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"), Type: type)).DistinctBy(r => r.Route).ToDictionary(r => r.Route, r => r.Type);

    /// <summary>P everybody, C who shops, V a shop, R a rider, A an administrator.</summary>
    private static char AudienceOf(string route) => route.Split('/')[3] switch
    {
        "vendor" => 'V',
        "vendors" when route.StartsWith("POST ", StringComparison.Ordinal) => 'V', // who opens a shop
        "rider" => 'R',
        "admin" => 'A',
        "me" or "orders" or "cart" or "checkout" or "live" => 'C',
        _ => 'P',
    };

    /// <summary>The records that a type is made of, itself included.</summary>
    private static HashSet<Type> Types(Type type)
    {
        var (known, open) = (new HashSet<Type>(), new Queue<Type>([type]));
        while (open.TryDequeue(out var next))
        {
            var item = ItemOf(next);
            if (item.Assembly == typeof(Problem).Assembly && !item.IsEnum && known.Add(item))
            {
                Members(item).ToList().ForEach(m => open.Enqueue(m.Type));
            }
        }

        return known;
    }

    private static IEnumerable<(string Name, Type Type)> Members(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0).Select(p => (JsonNamingPolicy.CamelCase.ConvertName(p.Name), p.PropertyType));

    /// <summary>What a list is a list of, what a dictionary's values are, and any other type itself.</summary>
    private static Type ItemOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain != typeof(string) && plain.IsGenericType && plain.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? ItemOf(plain.GetGenericArguments()[^1])
            : plain.IsArray ? ItemOf(plain.GetElementType()!)
            : plain;
    }

    private static string NameOf(Type type) => type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>" : type.Name;

    /// <returns>How many members were looked at.</returns>
    private static int Compare(JsonElement value, Type type, string at, ConcurrentQueue<string> wrong)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return value.EnumerateArray().Sum(item => Compare(item, ItemOf(type), at, wrong));
            case JsonValueKind.Object when type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)):
                return value.EnumerateObject().Sum(member => Compare(member.Value, ItemOf(type), at, wrong));
            case JsonValueKind.Object:
                var known = Members(Nullable.GetUnderlyingType(type) ?? type).ToDictionary(m => m.Name, m => m.Type);
                return value.EnumerateObject().Sum(member =>
                {
                    if (!known.TryGetValue(member.Name, out var of))
                    {
                        wrong.Enqueue($"{at}: {NameOf(type)} has no {member.Name}");
                        return 1;
                    }

                    return 1 + Compare(member.Value, of, at, wrong);
                });
            default:
                return 0;
        }
    }
}
