using System.Text.Json;
using Marketplace.Testing;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>
/// What programs of others rely on, one line each, in <c>api-promises.txt</c>: routes, parameters, members and answers. A line may come,
/// none may go, and nothing that is sent may become required. <c>build/accept-api</c> writes the file anew: for what is added, and,
/// deliberately, for what breaks.
/// </summary>
[Collection(nameof(MarketplaceApp))]
public sealed class ApiPromiseTests(MarketplaceApp app)
{
    private const string Required = " required";
    private static readonly string File = Path.Combine(Repository.Root, "tests", "WebApi.Tests", "Shared", "api-promises.txt");

    [Fact]
    public async Task Nothing_that_was_promised_is_gone()
    {
        using var document = JsonDocument.Parse(await app.CreateClient().GetStringAsync("/openapi/v1.json"));
        var now = PromisesOf(document.RootElement);
        Assert.True(now.Count > 1000, $"{now.Count} promises");
        if (Environment.GetEnvironmentVariable("MARKETPLACE_ACCEPT_API") == "1")
        {
            await System.IO.File.WriteAllLinesAsync(File, now);
        }

        var promised = (await System.IO.File.ReadAllLinesAsync(File)).ToHashSet();

        Assert.Equal([], Broken(promised, now));
    }

    [Theory]
    [InlineData("GET /api/v1/me/orders", null, "GET /api/v1/me/orders is gone")]
    [InlineData("Order.number: string", null, "Order.number: string is gone")]
    [InlineData("Order.number: string", "Order.number: integer", "Order.number: string is gone")]
    [InlineData("GET /api/v1/me/orders 200", "GET /api/v1/me/orders 204", "GET /api/v1/me/orders 200 is gone")]
    [InlineData(null, "SaveOrder.note > required", "SaveOrder.note > required is new")]
    [InlineData(null, "PUT /api/v1/x ?page required", "PUT /api/v1/x ?page required is new")]
    [InlineData("SaveOrder.note > required", null, null)] // what was required may be left out from now on
    [InlineData(null, "NewThing.note: string", null)]
    [InlineData(null, "NewThing.note > required", null)] // required from the beginning
    public void Tells_what_breaks_a_client_from_what_does_not(string? before, string? after, string? broken)
    {
        string[] always = ["PUT /api/v1/x", "SaveOrder.name: string"];

        Assert.Equal(broken is null ? [] : [broken], Broken([.. always, .. before is null ? [] : (string[])[before]], [.. always, .. after is null ? [] : (string[])[after]]));
    }

    private static List<string> Broken(HashSet<string> promised, IReadOnlyCollection<string> now)
    {
        var (kept, known) = (now.ToHashSet(), promised.Select(ThingOf).ToHashSet());
        return
        [
            .. promised.Where(p => !p.EndsWith(Required, StringComparison.Ordinal) && !kept.Contains(p)).Select(p => p + " is gone"),
            .. now.Where(n => n.EndsWith(Required, StringComparison.Ordinal) && !promised.Contains(n) && known.Contains(ThingOf(n))).Select(n => n + " is new"),
        ];
    }

    /// <summary>The route or the type that a line is about.</summary>
    private static string ThingOf(string line) => line.StartsWith('/') || line.Split(' ')[0].All(char.IsAsciiLetterUpper) ? string.Join(' ', line.Split(' ').Take(2)) : line.Split('.')[0];

    private static List<string> PromisesOf(JsonElement document)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object))
            {
                AddOperation(lines, $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);
            }
        }

        var schemas = document.GetProperty("components").GetProperty("schemas");
        var sent = SentBy(document, schemas);
        foreach (var schema in schemas.EnumerateObject())
        {
            AddSchema(lines, schema.Name, schema.Value, sent.Contains(schema.Name));
        }

        return [.. lines];
    }

    private static void AddOperation(SortedSet<string> lines, string route, JsonElement operation)
    {
        lines.Add(route);
        lines.Add($"{route} is {operation.GetProperty("operationId").GetString()}");
        foreach (var parameter in operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToArray() : [])
        {
            var line = $"{route} {(parameter.GetProperty("in").GetString() == "query" ? "?" : "")}{parameter.GetProperty("name").GetString()}";
            lines.Add(line);
            if (parameter.TryGetProperty("required", out var required) && required.GetBoolean())
            {
                lines.Add(line + Required);
            }
        }

        if (operation.TryGetProperty("requestBody", out var body))
        {
            foreach (var media in body.GetProperty("content").EnumerateObject())
            {
                lines.Add($"{route} takes {media.Name} {(media.Value.TryGetProperty("schema", out var schema) ? TypeOf(schema) : "")}");
            }
        }

        foreach (var response in operation.GetProperty("responses").EnumerateObject())
        {
            lines.Add($"{route} {response.Name}");
            foreach (var media in response.Name[0] == '2' && response.Value.TryGetProperty("content", out var content) ? content.EnumerateObject().ToArray() : [])
            {
                lines.Add($"{route} {response.Name} {media.Name} {(media.Value.TryGetProperty("schema", out var schema) ? TypeOf(schema) : "")}");
            }
        }
    }

    private static void AddSchema(SortedSet<string> lines, string name, JsonElement schema, bool isSent)
    {
        foreach (var value in schema.TryGetProperty("enum", out var values) ? values.EnumerateArray().ToArray() : [])
        {
            lines.Add($"{name} = {value}");
        }

        foreach (var member in schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToArray() : [])
        {
            lines.Add($"{name}.{member.Name}: {TypeOf(member.Value)}");
        }

        // The document calls members required that may be null; the API takes their absence for it.
        foreach (var required in isSent && schema.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(r => r.GetString()!).ToArray() : [])
        {
            if (!TypeOf(schema.GetProperty("properties").GetProperty(required)).Split(' ').Contains("null"))
            {
                lines.Add($"{name}.{required} >{Required}");
            }
        }
    }

    /// <summary>Types that clients send, and those inside them.</summary>
    private static HashSet<string> SentBy(JsonElement document, JsonElement schemas)
    {
        var sent = new HashSet<string>();
        var open = new Queue<JsonElement>(
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("requestBody", out _)
            select operation.Value.GetProperty("requestBody"));
        while (open.TryDequeue(out var element))
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        if (member.NameEquals("$ref") && member.Value.GetString() is { } reference && sent.Add(reference[(reference.LastIndexOf('/') + 1)..]))
                        {
                            open.Enqueue(schemas.GetProperty(reference[(reference.LastIndexOf('/') + 1)..]));
                        }

                        open.Enqueue(member.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        open.Enqueue(item);
                    }

                    break;
            }
        }

        return sent;
    }

    private static string TypeOf(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()![(reference.GetString()!.LastIndexOf('/') + 1)..]
        : schema.TryGetProperty("oneOf", out var options) ? string.Join(" or ", options.EnumerateArray().Select(TypeOf))
        : schema.TryGetProperty("items", out var items) ? $"list of {TypeOf(items)}"
        : schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object ? $"map of {TypeOf(values)}"
        : (schema.TryGetProperty("type", out var type) ? type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray().Select(t => t.GetString())) : type.GetString() : "anything")
            + (schema.TryGetProperty("format", out var format) ? $" ({format.GetString()})" : "");
}
