using System.Text.Json;
using FluentValidation;
using Marketplace.Contracts.Vendors;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Tests.Identity;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>What the API's document tells a stranger: every member in words, and examples that the API takes.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class ApiDescriptionTests(MarketplaceApp app)
{
    [Fact]
    public async Task Every_member_of_every_type_and_every_parameter_is_described_in_words()
    {
        using var document = await ReadAsync();
        var described = (
            from schema in document.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            select (Where: $"{schema.Name}.{member.Name}", member.Name, Words: WordsOf(member.Value))).ToList();
        var parameters = (
            from operation in Operations(document.RootElement)
            where operation.Value.TryGetProperty("parameters", out _)
            from parameter in operation.Value.GetProperty("parameters").EnumerateArray()
            let name = parameter.GetProperty("name").GetString()!
            select (Where: $"{operation.Route} {name}", Name: name, Words: WordsOf(parameter))).ToList();

        Assert.True(described.Count > 1000, $"{described.Count} members");
        Assert.True(parameters.Count > 200, $"{parameters.Count} parameters");
        Assert.Empty(described.Concat(parameters).Where(d => d.Words.Length < 6 || Letters(d.Words) == Letters(d.Name)).Select(d => d.Where));
    }

    [Fact]
    public async Task Values_that_a_member_can_have_are_explained_each()
    {
        using var document = await ReadAsync();
        var role = WordsOf(document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("TeamMember").GetProperty("properties").GetProperty("role"));

        Assert.All(VendorRoles.All, value => Assert.Matches($"(?m)^- `{value}`: [A-Z].{{8,}}\\.$", role));
    }

    [Fact]
    public async Task Limits_of_the_validators_are_told()
    {
        using var document = await ReadAsync();
        var quantity = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("AddToCartRequest").GetProperty("properties").GetProperty("quantity");

        Assert.Equal((1, 1000), (quantity.GetProperty("minimum").GetInt32(), quantity.GetProperty("maximum").GetInt32()));
    }

    [Fact]
    public async Task Every_body_has_an_example_that_fits_its_schema()
    {
        using var document = await ReadAsync();
        var check = new SchemaCheck(document.RootElement);
        var examples = Operations(document.RootElement).SelectMany(o => Bodies(o.Value).Select(media => (o.Route, Media: media))).ToList();
        Assert.True(examples.Count > 150, $"{examples.Count} bodies");

        Assert.Empty(examples.Where(e => !e.Media.TryGetProperty("example", out _)).Select(e => e.Route));
        Assert.Empty(examples.Where(e => e.Media.GetProperty("example").GetRawText().Contains(JsonEncodedText.Encode(MemberExamples.Unknown).ToString(), StringComparison.Ordinal)
            || e.Media.GetProperty("example").GetRawText().Contains(MemberExamples.Unknown, StringComparison.Ordinal)).Select(e => e.Route));
        Assert.Empty(examples.SelectMany(e => check.Faults(e.Media.GetProperty("schema"), e.Media.GetProperty("example")).Select(fault => $"{e.Route}: {fault}")));
    }

    [Fact]
    public async Task Every_example_of_a_request_is_read_and_passes_its_validator()
    {
        using var document = await ReadAsync();
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var operations = Operations(document.RootElement).ToDictionary(o => AccessRow.Bare(o.Route), o => o.Value);
        var (tried, refused) = (0, new List<string>());
        using var scope = app.Services.CreateScope();
        foreach (var (route, type) in Endpoints<IAcceptsMetadata>(m => m.RequestType).Where(e => operations[e.Route].GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _)))
        {
            var sent = operations[route].GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").Deserialize(type, json)!;
            tried++;
            if (scope.ServiceProvider.GetService(typeof(IValidator<>).MakeGenericType(type)) is IValidator validator)
            {
                refused.AddRange((await validator.ValidateAsync(new ValidationContext<object>(sent))).Errors.Select(e => $"{route}: {e.PropertyName}: {e.ErrorMessage}"));
            }
        }

        Assert.True(tried > 45, $"{tried} requests");
        Assert.Empty(refused);
    }

    [Fact]
    public async Task Every_example_of_an_answer_is_read_as_its_type()
    {
        using var document = await ReadAsync();
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var operations = Operations(document.RootElement).ToDictionary(o => AccessRow.Bare(o.Route), o => o.Value);
        var read = Endpoints<IProducesResponseTypeMetadata>(m => m.StatusCode == 200 ? m.Type : null)
            .Where(e => operations[e.Route].GetProperty("responses").GetProperty("200").TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out _))
            .Select(e => operations[e.Route].GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example").Deserialize(e.Type, json)).ToList();

        Assert.True(read.Count > 80, $"{read.Count} answers");
        Assert.All(read, Assert.NotNull);
    }

    private async Task<JsonDocument> ReadAsync() => JsonDocument.Parse(await app.CreateClient().GetStringAsync("/openapi/v1.json"));

    private IEnumerable<(string Route, Type Type)> Endpoints<TMetadata>(Func<TMetadata, Type?> typeOf) where TMetadata : class =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
        from type in endpoint.Metadata.OfType<TMetadata>().Select(typeOf).OfType<Type>().Where(t => t.Assembly == ContractWords.Contracts).Take(1)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        select (AccessRow.Bare($"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"), type);

    private static IEnumerable<(string Route, JsonElement Value)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        where path.Name.StartsWith("/api/", StringComparison.Ordinal)
        from operation in path.Value.EnumerateObject()
        where operation.Value.ValueKind == JsonValueKind.Object
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    /// <summary>What is sent, and what is answered when it worked, as far as it is JSON.</summary>
    private static IEnumerable<JsonElement> Bodies(JsonElement operation) =>
        from holder in (JsonElement[])[.. operation.TryGetProperty("requestBody", out var body) ? (JsonElement[])[body] : [], .. operation.GetProperty("responses").EnumerateObject().Where(r => r.Name[0] == '2').Select(r => r.Value)]
        where holder.TryGetProperty("content", out _)
        from media in holder.GetProperty("content").EnumerateObject()
        where media.Name == "application/json" && media.Value.TryGetProperty("schema", out _)
        select media.Value;

    private static string WordsOf(JsonElement described) => described.TryGetProperty("description", out var words) ? words.GetString()! : "";

    private static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetter)).ToUpperInvariant();
}
