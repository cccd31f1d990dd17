namespace Marketplace.IdentityServer.Shared;

/// <summary>
/// On every response, also on errors and files. Stricter than the shops' pages: nothing is framed, nothing is cached unless it
/// says so itself, and no address of ours is told to anybody, because it may hold a code.
/// </summary>
internal static class SecurityHeaders
{
    private const string FormTargets = "form-targets";
    private const string Pictures = "pictures";
    private const string Live = "live";

    /// <summary>Lets the page's form lead to this address, or be redirected there: browsers check redirects too.</summary>
    public static void AllowFormTo(HttpContext http, string address) =>
        http.Items[FormTargets] = $"{http.Items[FormTargets]} {new Uri(address).GetLeftPart(UriPartial.Authority)}";

    /// <summary>Lets the page show pictures that another host of ours serves.</summary>
    public static void AllowPicturesOf(HttpContext http, string address) => http.Items[Pictures] = " " + new Uri(address).GetLeftPart(UriPartial.Authority);

    /// <summary>Lets the page hear over the hubs of another host of ours what changes.</summary>
    public static void AllowLiveOf(HttpContext http, string address)
    {
        var origin = new Uri(address).GetLeftPart(UriPartial.Authority);
        http.Items[Live] = $" {origin} ws{origin["http".Length..]}";
    }

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, bool https) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            Write(http, https);
            return Task.CompletedTask;
        });
        return next(http);
    });

    private static void Write(HttpContext http, bool https)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{http.Items[Pictures]}; font-src 'self'; connect-src 'self'{http.Items[Live]}; "
            + $"form-action 'self'{http.Items[FormTargets]}; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = http.Request.Path.StartsWithSegments("/.well-known") ? "cross-origin" : "same-origin"; // keys and discovery are for all
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (https)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }
}
