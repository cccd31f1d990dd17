using Marketplace.Application.Shared;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// On every answer, also on errors and files. Data may not be framed, run or guessed at; the few pages of this host may load from it
/// and nothing else. What is for one person is kept by nobody.
/// </summary>
internal static class SecurityHeaders
{
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var store = app.ApplicationServices.GetRequiredService<PublicUrls>().Store;
        var https = app.ApplicationServices.GetRequiredService<PublicUrls>().Api.StartsWith("https://", StringComparison.Ordinal);
        var pages =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self' {store}; frame-ancestors 'none'; base-uri 'none'";
        app.Use((http, next) =>
        {
            var path = http.Request.Path;
            var policy = path.StartsWithSegments("/mail") || path.StartsWithSegments("/sandbox") ? pages : DataPolicy;
            http.Response.OnStarting(static state => Write(((HttpContext, string, bool))state), (http, policy, https));
            return next(http);
        });
    }

    private static Task Write((HttpContext Http, string Policy, bool IsHttps) answer)
    {
        var (http, headers) = (answer.Http, answer.Http.Response.Headers);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            (headers.ContentSecurityPolicy, headers.XFrameOptions) = (answer.Policy, "DENY");
        }

        if (!headers.ContainsKey("Cross-Origin-Resource-Policy"))
        {
            // Pictures and styles are for the pages of other hosts; data is not.
            headers["Cross-Origin-Resource-Policy"] = http.Request.Path.StartsWithSegments("/api") ? "same-site" : "cross-origin";
        }

        if (headers.CacheControl.Count == 0 && (http.Request.Path.StartsWithSegments("/api") || http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true))
        {
            headers.CacheControl = "no-store";
        }

        if (answer.IsHttps || http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return Task.CompletedTask;
    }
}
