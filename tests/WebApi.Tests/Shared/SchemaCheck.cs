using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Holds a value to a schema of the API's document, as far as the document uses JSON Schema.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Faults(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), value, at);
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            var tries = choices.EnumerateArray().Select(c => Faults(c, value, at).ToList()).ToList();
            return tries.Any(t => t.Count == 0) ? [] : tries[^1];
        }

        return IsOfType(schema, value)
            ? value.ValueKind switch
            {
                JsonValueKind.Object => OfObject(schema, value, at),
                JsonValueKind.Array => OfArray(schema, value, at),
                JsonValueKind.String => OfText(schema, value.GetString()!, at),
                JsonValueKind.Number => OfNumber(schema, value.GetDecimal(), at),
                _ => [],
            }
            : [$"{at} is {value}, not {schema.GetProperty("type")}"];
    }

    private static bool IsOfType(JsonElement schema, JsonElement value)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return true;
        }

        var names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).ToList() : [type.GetString()!];
        return value.ValueKind switch
        {
            JsonValueKind.Object => names.Contains("object"),
            JsonValueKind.Array => names.Contains("array"),
            JsonValueKind.String => names.Contains("string"),
            JsonValueKind.Number => names.Contains("number") || (names.Contains("integer") && value.TryGetInt64(out _)),
            JsonValueKind.True or JsonValueKind.False => names.Contains("boolean"),
            _ => names.Contains("null"),
        };
    }

    private IEnumerable<string> OfObject(JsonElement schema, JsonElement value, string at)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value) : [];
        foreach (var missing in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()!).Where(r => !value.TryGetProperty(r, out _)) : [])
        {
            yield return $"{at}.{missing} is missing";
        }

        foreach (var member in value.EnumerateObject())
        {
            if (known.TryGetValue(member.Name, out var its) || (schema.TryGetProperty("additionalProperties", out its) && its.ValueKind == JsonValueKind.Object))
            {
                foreach (var fault in Faults(its, member.Value, $"{at}.{member.Name}"))
                {
                    yield return fault;
                }
            }
            else
            {
                yield return $"{at}.{member.Name} is none of the schema";
            }
        }
    }

    private IEnumerable<string> OfArray(JsonElement schema, JsonElement value, string at) =>
    [
        .. schema.TryGetProperty("minItems", out var least) && value.GetArrayLength() < least.GetInt32() ? (string[])[$"{at} has too few items"] : [],
        .. value.EnumerateArray().SelectMany((item, i) => Faults(schema.GetProperty("items"), item, $"{at}[{i}]")),
    ];

    private static IEnumerable<string> OfText(JsonElement schema, string text, string at)
    {
        if ((schema.TryGetProperty("minLength", out var min) && text.Length < min.GetInt32()) || (schema.TryGetProperty("maxLength", out var max) && text.Length > max.GetInt32()))
        {
            yield return $"{at} is of the wrong length: {text}";
        }

        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            yield return $"{at} does not match {pattern}: {text}";
        }

        var isRight = (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "date" => DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "time" => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out _),
            null => true,
            var other => throw new NotSupportedException($"{at}: {other}"),
        };
        if (!isRight)
        {
            yield return $"{at} is no {format}: {text}";
        }
    }

    private static IEnumerable<string> OfNumber(JsonElement schema, decimal number, string at) =>
        (schema.TryGetProperty("minimum", out var min) && number < min.GetDecimal()) || (schema.TryGetProperty("maximum", out var max) && number > max.GetDecimal()) ? [$"{at} is out of range: {number}"] : [];
}
