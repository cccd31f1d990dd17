using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Shared;

/// <summary>The query's <c>fields</c>: the members of an answer that are asked for, as in <c>items.name,total</c>. Lists are gone through.</summary>
internal sealed class AnswerFields
{
    public const string Parameter = "fields";
    public const int MaxLength = 1000;

    private readonly Dictionary<string, AnswerFields> _members = [];

    /// <summary>Asked for as it is, with all that it holds.</summary>
    private bool IsWhole { get; set; }

    /// <summary>Takes from the answer what is not asked for.</summary>
    public JsonNode? Of(object value, JsonSerializerOptions json)
    {
        var node = JsonSerializer.SerializeToNode(value, value.GetType(), json);
        Keep(node);
        return node;
    }

    private void Keep(JsonNode? node)
    {
        if (IsWhole)
        {
            return;
        }

        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Keep(item);
            }
        }
        else if (node is JsonObject thing)
        {
            foreach (var name in thing.Select(m => m.Key).ToList())
            {
                if (_members.TryGetValue(name, out var asked))
                {
                    asked.Keep(thing[name]);
                }
                else
                {
                    thing.Remove(name);
                }
            }
        }
    }

    /// <returns>What of <paramref name="text"/> is no member of the answer; null when all of it is.</returns>
    public string? Read(string text, JsonTypeInfo answer)
    {
        foreach (var path in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (type, asked) = ((JsonTypeInfo?)answer, this);
            foreach (var name in path.Split('.'))
            {
                type = MemberOf(type!, name);
                if (type is null)
                {
                    return path;
                }

                asked._members.TryAdd(name, new());
                asked = asked._members[name];
            }

            asked.IsWhole = true;
        }

        return null;
    }

    private static JsonTypeInfo? MemberOf(JsonTypeInfo type, string name)
    {
        while (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            type = type.Options.GetTypeInfo(element);
        }

        return type.Kind switch
        {
            JsonTypeInfoKind.Object => type.Properties.FirstOrDefault(p => p.Name == name) is { } member ? type.Options.GetTypeInfo(member.PropertyType) : null,
            JsonTypeInfoKind.Dictionary => type.Options.GetTypeInfo(type.ElementType!),
            _ => null,
        };
    }
}

internal static class AnswerFieldsFilter
{
    extension<TBuilder>(TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        /// <summary>Answers to GET have only the members that <c>fields</c> names. One that an answer of the kind never has is refused.</summary>
        public TBuilder WithFields() => endpoints.AddEndpointFilter(async (call, next) =>
        {
            var http = call.HttpContext;
            if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Query[AnswerFields.Parameter].ToString() is not { Length: > 0 } text)
            {
                return await next(call);
            }

            if (text.Length > AnswerFields.MaxLength)
            {
                return Refuse("Name at most 1,000 letters of members.");
            }

            var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var fields = new AnswerFields();
            if (JsonAnswerOf(http.GetEndpoint()!.Metadata) is not { } type)
            {
                return Refuse("This answer is a file: it has no members to choose from.");
            }

            if (fields.Read(text, json.GetTypeInfo(type)) is { } unknown)
            {
                return Refuse($"The answer has no member “{unknown}”.");
            }

            http.Features.Set(fields);
            var answer = await next(call);
            return (answer is INestedHttpResult nested ? nested.Result : answer) is IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }
                ? TypedResults.Json(fields.Of(value, json))
                : answer;
        });
    }

    private static Type? JsonAnswerOf(EndpointMetadataCollection metadata) => metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
        .LastOrDefault(m => m is { StatusCode: StatusCodes.Status200OK, Type: not null } && m.ContentTypes.Contains("application/json"))?.Type;

    private static ValidationProblem Refuse(string fault) => TypedResults.ValidationProblem(
        new Dictionary<string, string[]> { [AnswerFields.Parameter] = [fault] },
        detail: fault,
        extensions: new Dictionary<string, object?> { ["code"] = "request.fields_unknown", ["field"] = AnswerFields.Parameter });
}
