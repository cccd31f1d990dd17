using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>
/// Bad input for every route, made from the API's own description: what a caller may do who is let in, with one thing wrong at a
/// time. Nothing may break, and a refusal is a problem with a code, which names the member at fault.
/// </summary>
[Collection(nameof(GuardedApp))]
public sealed class FuzzTests(GuardedApp app, ITestOutputHelper output)
{
    private const int Seed = 20261121;

    [Fact]
    public async Task Whatever_is_sent_is_answered_and_never_breaks_anything()
    {
        using var description = JsonDocument.Parse(await app.Http.GetStringAsync("/openapi/v1.json"));
        var parameters = Parameters(description);
        var rows = AccessRow.ReadAll();
        var (wrong, answers) = (new ConcurrentQueue<string>(), new ConcurrentDictionary<int, int>());
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, ct) =>
        {
            var actor = Enum.GetValues<Actor>().Where(a => row[a] is Cells.Allowed).Append(Actor.Anonymous).OrderByDescending(a => a is Actor.Shopper or Actor.Owner).First();
            var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: false);
            var random = new Random(HashCode(row.ToString()));
            foreach (var bad in BadInput.For(row.Method, Body(row, actor, scene), parameters[row.Route], random))
            {
                using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
                bad.Apply(request);
                using var answer = await app.Http.SendAsync(request, ct);
                answers.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
                if (await WhatIsWrongAsync(answer, bad) is { } complaint)
                {
                    wrong.Enqueue($"{row.Method} {row.Path} {bad.What}: {complaint}");
                }
            }
        });

        output.WriteLine($"seed {Seed}: {answers.Values.Sum()} requests, {string.Join(", ", answers.OrderBy(a => a.Key).Select(a => $"{a.Value} x {a.Key}"))}");
        Assert.True(answers.Values.Sum() > 3000, "Hardly anything was tried.");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} wrong:{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Order(StringComparer.Ordinal).Take(120))}");
    }

    private static async Task<string?> WhatIsWrongAsync(HttpResponseMessage answer, BadInput bad)
    {
        if ((int)answer.StatusCode < 400)
        {
            return bad.MustBeRefused ? $"{(int)answer.StatusCode}, though it makes no sense" : null;
        }

        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode >= 500)
        {
            return $"{(int)answer.StatusCode} {text}";
        }

        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"{(int)answer.StatusCode} as {answer.Content.Headers.ContentType}";
        }

        using var problem = JsonDocument.Parse(text);
        var code = problem.RootElement.TryGetProperty("code", out var said) ? said.GetString() : null;
        if (string.IsNullOrEmpty(code) || code == "request.failed")
        {
            return $"{(int)answer.StatusCode} without a code of its own: {text}";
        }

        if (text.Contains("Exception", StringComparison.Ordinal) || text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Marketplace.", StringComparison.Ordinal) || text.Contains("System.", StringComparison.Ordinal))
        {
            return $"tells insides: {text}";
        }

        return answer.StatusCode == HttpStatusCode.BadRequest && bad.Member is not null && code != "payment.webhook_not_genuine" && !problem.RootElement.TryGetProperty("field", out _) ? $"names no field: {text}" : null;
    }

    private static Dictionary<string, List<(string Name, bool IsList)>> Parameters(JsonDocument description) => description.RootElement.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object).Select(o => (Route: AccessRow.Bare($"{o.Name.ToUpperInvariant()} {path.Name}"), Operation: o.Value)))
        .ToDictionary(
            o => o.Route,
            o => o.Operation.TryGetProperty("parameters", out var list)
                ? list.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => (p.GetProperty("name").GetString()!, IsList(p.GetProperty("schema")))).ToList()
                : []);

    private static bool IsList(JsonElement schema) => schema.TryGetProperty("type", out var type)
        && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(t => t.GetString() == "array") : type.GetString() == "array");

    private JsonNode? Body(AccessRow row, Actor actor, Scene scene)
    {
        using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
        return request.Content is JsonContent body ? JsonSerializer.SerializeToNode(body.Value, JsonSerializerOptions.Web) : null;
    }

    /// <summary>The same in every process.</summary>
    private static int HashCode(string text) => Encoding.UTF8.GetBytes(text).Aggregate(Seed, (hash, b) => unchecked((hash * 31) + b));
}
