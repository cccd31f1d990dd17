using Microsoft.Extensions.Primitives;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>
/// The parameters of a request. An empty value counts as omitted; a repeated one is an error (RFC 6749, 3.1), and so is one with a
/// NUL in it, which is in no value of OAuth and which no text of the database may hold.
/// </summary>
internal sealed class Parameters
{
    public const int MaxBody = 64 * 1024;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    private Parameters(IEnumerable<KeyValuePair<string, StringValues>> source)
    {
        foreach (var (name, values) in source)
        {
            var isUnreadable = values.Any(v => v?.Contains('\0') == true);
            if (values.Count > 1 || isUnreadable || _values.ContainsKey(name))
            {
                _repeated.Add(name);
            }

            if (!isUnreadable && values.Count > 0 && values[0] is { Length: > 0 } value)
            {
                _values.TryAdd(name, value);
            }
        }
    }

    public string? this[string name] => _values.GetValueOrDefault(name);
    /// <summary>The names of those that came twice, or unreadable.</summary>
    public IReadOnlyCollection<string> Repeated => _repeated;
    public IEnumerable<KeyValuePair<string, string>> All => _values;

    public Parameters With(string name, string value) => new(_values.Where(p => p.Key != name).Append(new(name, value)).Select(Single));

    public Parameters Without(params IReadOnlyCollection<string> names) => new(_values.Where(p => !names.Contains(p.Key)).Select(Single));

    public string ToQuery() => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("", _values!);

    // The framework's collections ignore case, so "Code" and "code" would be one; the raw text keeps them apart.
    public static Parameters FromQuery(HttpRequest request) => FromQuery(request.QueryString.Value ?? "");

    public static Parameters FromQuery(string query) => new(Pairs(query.AsMemory()));

    /// <returns>Null when the body is no form, or too large for one.</returns>
    public static async Task<Parameters?> FromFormAsync(HttpRequest request, CancellationToken ct)
    {
        if (!IsForm(request) || request.ContentLength > MaxBody)
        {
            return null;
        }

        var body = new byte[MaxBody + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct);
        return length > MaxBody ? null : new(Pairs(System.Text.Encoding.UTF8.GetString(body, 0, length).AsMemory()));
    }

    public static bool IsForm(HttpRequest request) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static KeyValuePair<string, StringValues> Single(KeyValuePair<string, string> parameter) => new(parameter.Key, parameter.Value);

    private static IEnumerable<KeyValuePair<string, StringValues>> Pairs(ReadOnlyMemory<char> text)
    {
        foreach (var pair in new Microsoft.AspNetCore.WebUtilities.QueryStringEnumerable(text))
        {
            yield return new(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }
    }
}
