namespace Marketplace.BlazorStore.Hosting;

/// <summary>What a form wants said on the page it leads to; said once.</summary>
/// <param name="Kind"><c>added</c>, <c>refused</c>, <c>done</c>.</param>
internal sealed record Notice(string Kind, string Text)
{
    private const string Cookie = "notice";
    private const int TextMax = 300;

    public static void Leave(HttpContext http, string kind, string text) => http.WriteCookie(
        Cookie, $"{kind}|{text[..Math.Min(text.Length, TextMax)]}", TimeSpan.FromMinutes(1));

    /// <summary>A page that is fetched because something else changed leaves it for the answer to the form.</summary>
    public static Notice? Take(HttpContext http)
    {
        if (http.IsCatchingUp || http.ReadCookie(Cookie)?.Split('|', 2) is not [var kind, var text])
        {
            return null;
        }

        http.DropCookie(Cookie);
        return new(kind, text);
    }
}
