using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Member">What of the body or the query is at fault, if it is one thing.</param>
/// <param name="MustBeRefused">It cannot be understood, whatever the route makes of it.</param>
internal sealed record BadInput(string What, string? Member, bool MustBeRefused, Action<HttpRequestMessage> Apply)
{
    private const int PerMember = 8;
    private const string HalfAPair = "half-a-pair";
    private const int Large = 1024 * 1024;

    private static readonly (string What, JsonNode? Value)[] Values =
    [
        ("null", null), ("a number", 1), ("a negative number", -1), ("a huge number", 1e300), ("more than 64 bits", JsonNode.Parse("99999999999999999999")), ("a fraction", 0.123456789012345),
        ("an object", new JsonObject { ["a"] = 1 }), ("a list", new JsonArray(1, "a", null)), ("true", true), ("no text", ""), ("white space", " \t "), ("a text", "nonsense"),
        ("a long text", new string('x', 20_000)), ("NUL", "a\0b"), ("control characters", "a\u0001\u001b[31m\r\nb"), ("half a surrogate pair", HalfAPair),
        ("no character", "a\ufffeb"), ("right to left", "\u202Egnp.exe"), ("an astral text", string.Concat(Enumerable.Repeat("𝄞", 300))), ("not a GUID", "00000000-0000-0000-0000-00000000000g"), ("SQL", "' or 1=1; drop table x --"),
        ("NaN", "NaN"), ("a minus zero", JsonNode.Parse("-0.0")), ("an early date", "0001-01-01T00:00:00Z"), ("a format", "{0} %s ${x}"), ("a path", "../../../etc/passwd"),
    ];

    private static readonly (string What, string Value)[] Texts =
    [
        ("no text", ""), ("a text", "nonsense"), ("a negative number", "-1"), ("zero", "0"), ("a huge number", "99999999999999999999"), ("the largest int", "2147483647"), ("NUL", "a\0b"), ("a long text", new string('x', 4000)),
        ("a wild card", "%_\\%"), ("a quote", "'\"`;--"), ("NaN", "NaN"), ("infinity", "-Infinity"), ("a year that is none", "0000-00-00"), ("the last day", "9999-12-31"), ("the first day", "0001-01-01"),
        ("no character", "\ufffe"), ("a GUID", "0197d2ae-0000-7000-8000-000000000000"), ("control characters", "\u0001\r\n"), ("1e400", "1e400"),
    ];

    public static IEnumerable<BadInput> For(string method, JsonNode? body, IReadOnlyList<(string Name, bool IsList)> query, Random random)
    {
        foreach (var (name, isList) in query)
        {
            foreach (var (what, value) in random.GetItems(Texts, PerMember).Distinct())
            {
                yield return new($"?{name}={what}", name, false, r => r.RequestUri = With(r.RequestUri!, name, value));
            }

            yield return new($"?{name} twice", name, !isList, r => r.RequestUri = With(With(r.RequestUri!, name, "1"), name, "x"));
        }

        foreach (var bad in Paths())
        {
            yield return bad;
        }

        if (method == "GET")
        {
            yield break;
        }

        foreach (var bad in body is null ? [] : Bodies(body).Concat(Members(body, random)))
        {
            yield return bad;
        }

        yield return new("a key of nonsense", null, false, r => r.Headers.TryAddWithoutValidation("Idempotency-Key", new string('k', 300)));
        yield return new("a shop that is none", null, false, r => r.Headers.TryAddWithoutValidation("X-Vendor", "' or 1=1"));
    }

    /// <summary>The last segment, made into something else.</summary>
    private static IEnumerable<BadInput> Paths()
    {
        foreach (var (what, end) in ((string, string)[])[("a slash", "%2f..%2f"), ("a long end", new string('x', 3000)), ("bad UTF-8", "%ff%fe"), ("a slash at the end", "/"), ("a quote", "'%22")])
        {
            yield return new($"path with {what}", null, false, r => r.RequestUri = new(r.RequestUri!.OriginalString.Split('?')[0] + end, UriKind.Relative));
        }
    }

    private static IEnumerable<BadInput> Bodies(JsonNode body)
    {
        var json = body.ToJsonString();
        foreach (var (what, text) in ((string, string)[])
            [
                ("half a body", json[..^1]), ("no body", ""), ("null", "null"), ("a list", $"[{json}]"), ("a text", "\"x\""), ("a trailing comma", json[..^1] + ",}"), ("a comment", "/**/" + json),
                ("twice", json + json), ("a deep body", $$"""{"a":{{new string('[', 5000)}}{{new string(']', 5000)}}}"""), ("single quotes", "{'a':1}"), ("a large body", $$"""{"a":"{{new string('x', Large)}}"}"""),
                ("XML", "<a/>"), ("a doubled member", json.Length > 2 ? $"{json[..^1]},{json[1..]}" : "{\"a\":1,\"a\":2}"),
            ])
        {
            yield return new($"body: {what}", null, true, r =>
            {
                r.Content = new StringContent(text, Encoding.UTF8, "application/json");
                r.Headers.ExpectContinue = text.Length >= Large; // the server refuses it without reading
            });
        }

        yield return new("body: bad UTF-8", null, false, r => r.Content = Bytes([.. "{\"a\":\""u8, 0xff, 0xfe, .. "\"}"u8], "application/json"));
        yield return new("body: as text", null, true, r => r.Content = new StringContent(json, Encoding.UTF8, "text/plain"));
        yield return new("body: as a form", null, true, r => r.Content = new FormUrlEncodedContent([new("a", "1")]));
        yield return new("body: without a type", null, true, r => r.Content = Bytes(Encoding.UTF8.GetBytes(json), null));
    }

    private static IEnumerable<BadInput> Members(JsonNode body, Random random)
    {
        foreach (var path in Walk(body, []))
        {
            foreach (var (what, value) in random.GetItems(Values, PerMember).Distinct())
            {
                yield return new($"{string.Join('.', path)}: {what}", path[^1], false, Json(Changed(body, path, value?.DeepClone())));
            }

            yield return new($"{string.Join('.', path)}: missing", path[^1], false, Json(Changed(body, path, null, isRemoved: true)));
        }
    }

    private static IEnumerable<string[]> Walk(JsonNode? node, string[] at) => node switch
    {
        JsonObject members => members.SelectMany(m => Walk(m.Value, [.. at, m.Key]).Prepend([.. at, m.Key])),
        JsonArray { Count: > 0 } items => Walk(items[0], [.. at, "0"]).Prepend([.. at, "0"]),
        _ => [],
    };

    private static JsonNode Changed(JsonNode body, string[] path, JsonNode? value, bool isRemoved = false)
    {
        var copy = body.DeepClone();
        var parent = path[..^1].Aggregate(copy, (node, name) => node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!);
        switch (parent)
        {
            case JsonArray list:
                list[0] = value;
                break;
            case JsonObject members when isRemoved:
                members.Remove(path[^1]);
                break;
            default:
                parent[path[^1]] = value;
                break;
        }

        return copy;
    }

    private static Action<HttpRequestMessage> Json(JsonNode body)
    {
        var text = body.ToJsonString().Replace(HalfAPair, "\\ud800", StringComparison.Ordinal); // which nothing here would write
        return r => r.Content = new StringContent(text, Encoding.UTF8, "application/json");
    }

    private static ByteArrayContent Bytes(byte[] bytes, string? type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        return content;
    }

    private static Uri With(Uri uri, string name, string value) =>
        new($"{uri.OriginalString}{(uri.OriginalString.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}", UriKind.Relative);
}
