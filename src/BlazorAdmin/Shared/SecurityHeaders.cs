namespace Marketplace.BlazorAdmin.Shared;

/// <summary>
/// The same protection on every answer. Style attributes are allowed because Radzen's controls place themselves with them;
/// scripts come from this host only.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, PortalUrls urls)
{
    private readonly string _policy = Policy(urls);

    public Task InvokeAsync(HttpContext http)
    {
        // Set when the answer starts: an error page clears what was set before it.
        http.Response.OnStarting(Apply, http);
        return next(http);
    }

    private Task Apply(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        }

        return Task.CompletedTask;
    }

    private static string Policy(PortalUrls urls)
    {
        var api = urls.Api.GetLeftPart(UriPartial.Authority);
        var socket = api.Replace("http", "ws", StringComparison.Ordinal);
        var identity = urls.Identity.GetLeftPart(UriPartial.Authority);
        return "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; worker-src 'self' blob:; "
            + $"img-src 'self' data: blob: {api}; connect-src 'self' {api} {socket}; form-action 'self' {identity}; "
            + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'";
    }
}
