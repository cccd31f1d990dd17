using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// Names the parameter of a route or a query that could not be read. The generated endpoints throw for one that must be there, and of one that
/// may be absent they only set the status; with this both are told in the same words.
/// </summary>
internal static class UnreadableParameter
{
    private static readonly MethodInfo Reads = typeof(UnreadableParameter).GetMethod(nameof(CanRead), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void ThrowIfAny(HttpContext http)
    {
        if (http.Response.StatusCode == StatusCodes.Status400BadRequest)
        {
            var name = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().FirstOrDefault(p => p.HasTryParse && !IsReadable(http.Request, p))?.Name;
            throw new BadHttpRequestException(name is null ? "A parameter could not be read." : $"Failed to bind parameter \"optional {JsonNamingPolicy.CamelCase.ConvertName(name)}\".");
        }
    }

    private static bool IsReadable(HttpRequest request, IParameterBindingMetadata parameter)
    {
        var text = request.RouteValues.TryGetValue(parameter.Name, out var segment) ? segment as string : request.Query[parameter.Name].ToString();
        return string.IsNullOrEmpty(text)
            || Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) is not { } type
            || (bool)Reads.MakeGenericMethod(type).Invoke(null, [text])!;
    }

    private static bool CanRead<T>(string text) where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
