using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Marketplace.WebApi.Shared;

/// <summary>Finds the one character that PostgreSQL takes in no text, NUL, in parameters and in requests.</summary>
internal static class UnstorableText
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Members = new();

    /// <param name="name">The parameter's. A request's members stand for themselves.</param>
    /// <returns>The member at fault, as JSON names it; null when all texts can be stored.</returns>
    public static string? Find(object argument, string name) => argument switch
    {
        string or string[] => Look(argument, name),
        _ when MembersOf(argument.GetType()).Length > 0 => Look(argument, ""),
        _ => null,
    };

    private static string? Look(object? value, string at) => value switch
    {
        null => null,
        string text => text.Contains('\0', StringComparison.Ordinal) ? at : null,
        IDictionary entries => First(entries.Keys.Cast<object>(), key => Look(key, at) ?? Look(entries[key], at)),
        IEnumerable items => First(items.Cast<object?>().Index(), item => Look(item.Item, $"{at}[{item.Index}]")),
        _ => First(MembersOf(value.GetType()), member => Look(member.GetValue(value), at.Length == 0 ? NameOf(member) : $"{at}.{NameOf(member)}")),
    };

    private static string? First<T>(IEnumerable<T> parts, Func<T, string?> look) => parts.Select(look).FirstOrDefault(found => found is not null);

    /// <summary>Requests are records of the contracts; services are not.</summary>
    private static PropertyInfo[] MembersOf(Type type) => Members.GetOrAdd(type, static t => t.Namespace?.StartsWith("Marketplace.Contracts", StringComparison.Ordinal) == true
        ? [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !p.PropertyType.IsPrimitive && p.GetIndexParameters().Length == 0)]
        : []);

    private static string NameOf(MemberInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name);
}
