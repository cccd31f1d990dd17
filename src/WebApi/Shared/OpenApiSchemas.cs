using Marketplace.Contracts.Shared;
using Microsoft.OpenApi;
using Document = Microsoft.OpenApi.OpenApiDocument;

namespace Marketplace.WebApi.Shared;

/// <summary>What the API's document says of the types of the wire: words, limits and examples, for all of them alike.</summary>
internal static class OpenApiSchemas
{
    private const string PageOf = "PageOf";
    private const string ProblemMedia = "application/problem+json";
    private const string ProblemSchema = "ProblemDetails";

    public static void Describe(Document document, IServiceProvider services)
    {
        var schemas = document.Components?.Schemas ?? throw new InvalidOperationException("The document has no schemas.");
        AddMembersOfProblems(schemas);
        var types = ContractWords.Contracts.GetExportedTypes().Where(t => !t.IsNested).ToDictionary(t => t.Name);
        var words = ContractWords.Read();
        foreach (var (name, schema) in schemas.Where(s => s.Value.Properties is not null))
        {
            var type = name.StartsWith(PageOf, StringComparison.Ordinal) ? typeof(Page<>).MakeGenericType(types[name[PageOf.Length..]]) : types.GetValueOrDefault(name);
            if (type is { IsGenericType: false })
            {
                schema.Description ??= words.Of(type);
                ContractLimits.Apply(services, type, schema.Properties!);
            }

            foreach (var (member, its) in schema.Properties!)
            {
                its.Description = (type is null ? null : words.Of(type, member)) ?? MemberWords.Of(member);
            }
        }

        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations?.Values.AsEnumerable() ?? []))
        {
            AddExamples(operation, document);
        }
    }

    /// <summary>What every problem of ours has beside the standard's members.</summary>
    private static void AddMembersOfProblems(IDictionary<string, IOpenApiSchema> schemas)
    {
        foreach (var problem in schemas.Where(s => s.Key.EndsWith(ProblemSchema, StringComparison.Ordinal)).Select(s => s.Value.Properties!))
        {
            foreach (var member in (string[])["code", "field", "correlationId"])
            {
                problem[member] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null };
            }
        }
    }

    private static void AddExamples(OpenApiOperation operation, Document document)
    {
        foreach (var problem in operation.Responses?.Values.Select(r => r.Content is { } content && content.TryGetValue(ProblemMedia, out var media) ? media : null).OfType<OpenApiMediaType>() ?? [])
        {
            problem.Schema ??= new OpenApiSchemaReference(ProblemSchema, document);
        }

        IEnumerable<IDictionary<string, OpenApiMediaType>?> contents = [operation.RequestBody?.Content, .. operation.Responses?.Where(r => r.Key.StartsWith('2')).Select(r => r.Value.Content) ?? []];
        foreach (var media in contents.SelectMany(c => c ?? new Dictionary<string, OpenApiMediaType>()).Where(c => c.Key.Contains("json", StringComparison.Ordinal)).Select(c => c.Value))
        {
            media.Example ??= OpenApiExamples.Of(media.Schema);
        }
    }
}
