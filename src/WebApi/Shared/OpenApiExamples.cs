using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Marketplace.WebApi.Shared;

/// <summary>Requests and answers as they look, made from their schemas and <see cref="MemberExamples"/>.</summary>
internal static class OpenApiExamples
{
    private const string PageOf = "PageOf";

    public static JsonNode? Of(IOpenApiSchema? schema) => Of(schema, type: "", member: "", []);

    /// <param name="within">Types that the value stands in: a tree ends where one comes again.</param>
    private static JsonNode? Of(IOpenApiSchema? schema, string type, string member, string[] within) => schema switch
    {
        null => null,
        _ when MemberExamples.IsNull(type, member) => null,
        OpenApiSchemaReference { Reference.Id: { } id } reference => within.Contains(id) ? null : Of(reference.RecursiveTarget, id.StartsWith(PageOf, StringComparison.Ordinal) ? "Page" : id, "", [.. within, id]),
        { OneOf: [_, ..] choices } => Of(choices.FirstOrDefault(s => s.Type != JsonSchemaType.Null), type, member, within),
        { Properties: { Count: > 0 } properties } => new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, Of(p.Value, type, p.Key, within)))),
        _ => Value(schema, MemberExamples.Of(type, member), type, member, within),
    };

    private static JsonNode? Value(IOpenApiSchema schema, JsonNode? known, string type, string member, string[] within) => (schema.Type & ~JsonSchemaType.Null, known?.GetValueKind()) switch
    {
        (JsonSchemaType.Array, JsonValueKind.Array) or (JsonSchemaType.Object, JsonValueKind.Object) or (JsonSchemaType.String, JsonValueKind.String)
            or (JsonSchemaType.Integer or JsonSchemaType.Number, JsonValueKind.Number) or (JsonSchemaType.Boolean, JsonValueKind.True or JsonValueKind.False) => known,
        (JsonSchemaType.Array, _) => Of(schema.Items, type, member, within) is { } item ? new JsonArray(item) : [],
        (JsonSchemaType.Boolean, _) => JsonValue.Create(true),
        (JsonSchemaType.Integer, _) => JsonValue.Create(1),
        (JsonSchemaType.Number, _) => JsonValue.Create(1.5),
        (JsonSchemaType.String, _) => JsonValue.Create(schema.Format switch
        {
            "uuid" => MemberExamples.Id,
            "date-time" => "2026-01-31T09:30:00+00:00",
            "date" => "2026-01-31",
            "time" => "09:30:00",
            _ => MemberExamples.Unknown,
        }),
        _ => new JsonObject(),
    };
}
