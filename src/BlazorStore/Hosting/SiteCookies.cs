using Microsoft.Extensions.Options;

namespace Marketplace.BlazorStore.Hosting;

/// <summary>
/// The store's cookies, which no script reads. Where the store has https they are bound to it and to this host, whatever a proxy in
/// front says or forgets to say.
/// </summary>
internal static class SiteCookies
{
    extension(HttpContext http)
    {
        public string? ReadCookie(string name) => http.Request.Cookies[http.NameOf(name)];

        public void WriteCookie(string name, string value, TimeSpan life) => http.Response.Cookies.Append(http.NameOf(name), value, http.SiteCookie(life));

        public void DropCookie(string name) => http.Response.Cookies.Delete(http.NameOf(name), http.SiteCookie(null));

        public bool IsSiteHttps => http.RequestServices.GetRequiredService<IOptions<UrlOptions>>().Value.Store.StartsWith("https://", StringComparison.Ordinal);

        private string NameOf(string name) => http.IsSiteHttps ? "__Host-" + name : name;

        private CookieOptions SiteCookie(TimeSpan? life) => new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = life,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = http.IsSiteHttps,
        };
    }
}
