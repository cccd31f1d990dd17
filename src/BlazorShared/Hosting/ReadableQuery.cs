using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>
/// Leads a browser whose address holds what its page cannot read, <c>?page=two</c>, to the same page without it. The framework would
/// fail, here and again in the page's circuit.
/// </summary>
public static class ReadableQuery
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Type>> Pages = new();

    public static IApplicationBuilder UseReadableQuery(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Query.Count == 0 || http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not { Type: var page })
        {
            return next(http);
        }

        var wanted = Pages.GetOrAdd(page, ParametersOf);
        if (http.Request.Query.All(q => !wanted.TryGetValue(q.Key, out var type) || q.Value.All(v => CanRead(type, v))))
        {
            return next(http);
        }

        var readable = http.Request.Query
            .Select(q => KeyValuePair.Create(q.Key, wanted.TryGetValue(q.Key, out var type) ? new StringValues([.. q.Value.Where(v => CanRead(type, v))]) : q.Value))
            .Where(q => q.Value.Count > 0);
        http.Response.Redirect(QueryHelpers.AddQueryString(http.Request.PathBase + http.Request.Path.ToUriComponent(), readable));
        return Task.CompletedTask;
    });

    private static IReadOnlyDictionary<string, Type> ParametersOf(Type page) => page
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(p => (Property: p, From: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
        .Where(p => p.From is not null)
        .ToDictionary(p => p.From!.Name ?? p.Property.Name, p => Plain(p.Property.PropertyType), StringComparer.OrdinalIgnoreCase);

    private static Type Plain(Type type) => type.IsArray ? Plain(type.GetElementType()!) : Nullable.GetUnderlyingType(type) ?? type;

    private static bool CanRead(Type type, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var culture = CultureInfo.InvariantCulture;
        return type == typeof(int) ? int.TryParse(text, NumberStyles.Integer, culture, out _)
            : type == typeof(long) ? long.TryParse(text, NumberStyles.Integer, culture, out _)
            : type == typeof(decimal) ? decimal.TryParse(text, NumberStyles.Number, culture, out _)
            : type == typeof(double) ? double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, culture, out _)
            : type == typeof(bool) ? bool.TryParse(text, out _)
            : type == typeof(Guid) ? Guid.TryParse(text, out _)
            : type != typeof(DateOnly) || DateOnly.TryParse(text, culture, out _);
    }
}
