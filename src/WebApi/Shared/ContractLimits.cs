using System.Globalization;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace Marketplace.WebApi.Shared;

/// <summary>The lengths, ranges and patterns that the validators hold requests to, as the API's document says them.</summary>
internal static class ContractLimits
{
    private const string EachOf = "ICollectionRule`2";

    public static void Apply(IServiceProvider services, Type type, IDictionary<string, IOpenApiSchema> members)
    {
        if (services.GetService(typeof(IValidator<>).MakeGenericType(type)) is not IValidator validator)
        {
            return;
        }

        foreach (var rule in validator.CreateDescriptor().Rules.Where(r => !r.HasCondition && r.PropertyName is not null))
        {
            if (members.FirstOrDefault(m => string.Equals(m.Key, rule.PropertyName, StringComparison.OrdinalIgnoreCase)).Value is OpenApiSchema member
                && (rule.GetType().GetInterfaces().Any(i => i.Name == EachOf) ? member.Items as OpenApiSchema : member) is { } schema)
            {
                foreach (var component in rule.Components.Where(c => !c.HasCondition))
                {
                    Limit(schema, component.Validator);
                }
            }
        }
    }

    private static void Limit(OpenApiSchema schema, IPropertyValidator validator)
    {
        switch (validator)
        {
            case ILengthValidator length:
                schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                schema.MaxLength = length.Max > 0 ? length.Max : schema.MaxLength;
                break;
            case INotEmptyValidator when Is(schema, JsonSchemaType.String):
                schema.MinLength ??= 1;
                break;
            case INotEmptyValidator when Is(schema, JsonSchemaType.Array):
                schema.MinItems ??= 1;
                break;
            case IBetweenValidator between:
                (schema.Minimum, schema.Maximum) = (Number(between.From), Number(between.To));
                break;
            case IRegularExpressionValidator pattern:
                schema.Pattern = pattern.Expression;
                break;
        }
    }

    private static bool Is(OpenApiSchema schema, JsonSchemaType type) => schema.Type is { } known && known.HasFlag(type);

    private static string? Number(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
