using System.Collections.Concurrent;
using System.Text;
using Marketplace.BlazorShared.Design;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorStore.Hosting;

/// <summary>
/// Keeps pages that look the same to every stranger, who has no session, no cart and no place yet: whoever asks within a moment gets
/// what was drawn for the first, with form tokens of their own. Only what is asked for again is kept.
/// </summary>
internal sealed class ReadyPages(RequestDelegate next, IAntiforgery antiforgery, IOptions<AntiforgeryOptions> forms, TimeProvider clock)
{
    /// <summary>With <see cref="Grace"/> and the life of <see cref="FreshCache"/> less than a second: so soon a change in the catalogue shows.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMilliseconds(250);

    /// <summary>So long others still get the page that one visitor's request is drawing anew.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    private const int MaxPages = 200;
    private const int MaxQueryLength = 200;
    private static readonly PathString[] Sections = ["/aisles", "/brands", "/products", "/search", "/shops"];

    private readonly ConcurrentDictionary<(string Path, string Query, string? Theme), Entry> _entries = new();

    public async Task InvokeAsync(HttpContext http)
    {
        var key = (http.Request.Path.Value ?? "", http.Request.QueryString.Value ?? "", ThemeCookie.DataTheme(http));
        if (!IsForStrangers(http.Request))
        {
            await next(http);
        }
        else if (!_entries.TryGetValue(key, out var known))
        {
            MakeRoom();
            _entries[key] = new(clock.GetUtcNow(), page: null);
            await next(http);
        }
        else if (known.Page is { } page && IsFresh(known))
        {
            await AnswerAsync(http, page);
        }
        else
        {
            await DrawAsync(http, key);
        }
    }

    /// <summary>Of those who meet it just after its time, the first is told no.</summary>
    private bool IsFresh(Entry known)
    {
        var overdue = clock.GetUtcNow() - known.Until;
        return overdue < TimeSpan.Zero || (overdue < Grace && Interlocked.Exchange(ref known.IsBeingDrawn, 1) == 1);
    }

    private bool IsForStrangers(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && (request.Path == "/" || Sections.Any(s => request.Path.StartsWithSegments(s)))
        && request.QueryString.Value is null or { Length: <= MaxQueryLength }
        && request.Cookies.All(c => c.Key == forms.Value.Cookie.Name || c.Key == ThemeCookie.Name);

    private async Task DrawAsync(HttpContext http, (string Path, string Query, string? Theme) key)
    {
        var until = clock.GetUtcNow() + Life;
        var body = http.Response.Body;
        using var drawn = new MemoryStream();
        http.Response.Body = drawn;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        var html = drawn.ToArray();
        if (http.Response is { StatusCode: StatusCodes.Status200OK, ContentType: { } type } && http.Response.Headers.SetCookie.All(IsFormCookie))
        {
            _entries[key] = new(until, new(type, Split(html, antiforgery.GetTokens(http).RequestToken!)));
        }

        await body.WriteAsync(html, http.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext http, Page page)
    {
        var token = page.Parts.Count > 1 ? Encoding.ASCII.GetBytes(antiforgery.GetAndStoreTokens(http).RequestToken!) : [];
        http.Response.ContentType = page.ContentType;
        foreach (var (index, part) in page.Parts.Index())
        {
            if (index > 0)
            {
                await http.Response.Body.WriteAsync(token, http.RequestAborted);
            }

            await http.Response.Body.WriteAsync(part, http.RequestAborted);
        }
    }

    private bool IsFormCookie(string? cookie) => cookie?.StartsWith(forms.Value.Cookie.Name + "=", StringComparison.Ordinal) == true;

    /// <summary>What stands before, between and behind the tokens.</summary>
    private static List<ReadOnlyMemory<byte>> Split(byte[] html, string token)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var (rest, mark) = (html.AsMemory(), Encoding.ASCII.GetBytes(token));
        for (var at = rest.Span.IndexOf(mark); at >= 0; at = rest.Span.IndexOf(mark))
        {
            parts.Add(rest[..at]);
            rest = rest[(at + mark.Length)..];
        }

        return [.. parts, rest];
    }

    private void MakeRoom()
    {
        if (_entries.Count >= MaxPages)
        {
            _entries.Clear();
        }
    }

    /// <param name="page">None after it was asked for once.</param>
    private sealed class Entry(DateTimeOffset until, Page? page)
    {
        public int IsBeingDrawn;

        public DateTimeOffset Until => until;
        public Page? Page => page;
    }

    private sealed record Page(string ContentType, IReadOnlyList<ReadOnlyMemory<byte>> Parts);
}
