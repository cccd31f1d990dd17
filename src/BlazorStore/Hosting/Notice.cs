namespace Marketplace.BlazorStore.Hosting;

/// <summary>What a form wants said on the page it leads to; said once.</summary>
/// <param name="Kind"><c>added</c>, <c>refused</c>, <c>done</c>.</param>
internal sealed record Notice(string Kind, string Text)
{
    private const string Cookie = "notice";
    private const int TextMax = 300;

    public static void Leave(HttpContext http, string kind, string text) => http.Response.Cookies.Append(
        Cookie,
        $"{kind}|{text[..Math.Min(text.Length, TextMax)]}",
        new() { HttpOnly = true, IsEssential = true, MaxAge = TimeSpan.FromMinutes(1), Path = "/", SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps });

    public static Notice? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie]?.Split('|', 2) is not [var kind, var text])
        {
            return null;
        }

        http.Response.Cookies.Delete(Cookie, new() { Path = "/" });
        return new(kind, text);
    }
}
