using System.Reflection;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// A parameter of the query comes once, unless the route takes a list by that name. Of two, one program would read the first, another the
/// last, and the framework reads both as one text: what was looked at on the way here would not be what is done.
/// </summary>
internal static class RepeatedParameter
{
    /// <returns>The names that may come more than once.</returns>
    public static IReadOnlySet<string> ListsOf(MethodInfo route) => route.GetParameters()
        .SelectMany(p => p.IsDefined(typeof(AsParametersAttribute)) ? p.ParameterType.GetProperties().Select(m => (m.Name, Type: m.PropertyType)) : [(Name: p.Name ?? "", Type: p.ParameterType)])
        .Where(p => p.Type.IsArray).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static void ThrowIfAny(HttpRequest request, IReadOnlySet<string> lists)
    {
        foreach (var (name, values) in request.Query)
        {
            if (values.Count > 1 && !lists.Contains(name))
            {
                throw new BadHttpRequestException($"Failed to bind parameter \"repeated {name}\".");
            }
        }
    }
}
