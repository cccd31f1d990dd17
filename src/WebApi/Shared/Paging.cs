using System.Globalization;
using Marketplace.Application.Shared;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// What part of a list is asked for: a page by its number, or what follows a cursor. Who names no page follows the list. Numbers out
/// of range are moved into it.
/// </summary>
internal sealed record Paging(int? Page, int? Size, ListCursor Cursor)
{
    private const int MaxSize = 100;
    private const int MaxPage = 10_000;

    /// <param name="isOrdered">The caller asks for an order of their own, which only numbered pages have.</param>
    public ListSlice SliceOr(int usual, bool isOrdered = false) => new(
        Cursor.List,
        Cursor.After is null && (Page is not null || isOrdered) ? Math.Clamp(Page ?? 1, 1, MaxPage) : null,
        Math.Clamp(Size ?? usual, 1, MaxSize),
        Cursor.After);
}

/// <summary>The query's <c>cursor</c>, which fits the list that it was given out for.</summary>
internal sealed record ListCursor(string List, ListPlace? After)
{
    public const string Parameter = "cursor";

    public static ValueTask<ListCursor> BindAsync(HttpContext http)
    {
        var (list, cursor) = (http.Request.Path.Value!.ToLowerInvariant(), http.Request.Query[Parameter]);
        return cursor.Count == 0 || (cursor.Count == 1 && string.IsNullOrEmpty(cursor[0])) ? new(new ListCursor(list, null))
            : cursor is [{ } text] && ListSlice.Read(list, text) is { } place ? new(new ListCursor(list, place))
            : throw new InvalidCursorException();
    }

    /// <summary>Where the items that follow are: the same request with another cursor.</summary>
    public static string NextUrl(HttpRequest request, string next) => string.Create(CultureInfo.InvariantCulture, $"{request.Path}{QueryString.Create(
        [.. request.Query.Where(q => q.Key != Parameter).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))), KeyValuePair.Create(Parameter, (string?)next)])}");
}

internal sealed class InvalidCursorException() : BadHttpRequestException("The cursor was not given out for this list.");
