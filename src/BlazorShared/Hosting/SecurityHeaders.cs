using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>What a host's pages may load and where their forms may lead, besides the host itself.</summary>
public sealed class SecurityHeaderOptions
{
    /// <summary>Origins of pictures, for example the API that serves media.</summary>
    public List<string> Images { get; } = [];

    /// <summary>Origins of videos.</summary>
    public List<string> Videos { get; } = [];

    /// <summary>Origins that scripts may call: the API's hubs, map tiles.</summary>
    public List<string> Connect { get; } = [];

    /// <summary>Origins to which a posted form may be redirected: the sign-in page, the payment page.</summary>
    public List<string> Forms { get; } = [];

    /// <summary>Component libraries that set style attributes need this; our own pages do not.</summary>
    public bool AllowStyleAttributes { get; set; }

    /// <summary>Interactive pages say with a base element where the app begins. Without this, browsers heed no such element, whoever put it there.</summary>
    public bool AllowBase { get; set; }

    /// <summary>The host's public address is https, whatever this request came by.</summary>
    public bool IsHttps { get; set; }

    /// <summary>Pages that are about whoever asks, also when nobody is signed in.</summary>
    public List<PathString> Personal { get; } = [];
}

/// <summary>Puts the security headers on every response, also on errors, redirects and files.</summary>
public static class SecurityHeaders
{
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, Action<SecurityHeaderOptions>? configure = null)
    {
        var options = new SecurityHeaderOptions();
        configure?.Invoke(options);
        var policy = Policy(options);
        return app.Use((context, next) =>
        {
            context.Response.OnStarting(static state => Write(((HttpContext, SecurityHeaderOptions, string))state), (context, options, policy));
            return next(context);
        });
    }

    private static Task Write((HttpContext Context, SecurityHeaderOptions Options, string Policy) response)
    {
        var (headers, path) = (response.Context.Response.Headers, response.Context.Request.Path);
        headers.ContentSecurityPolicy = response.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (headers.CacheControl.Count == 0 && IsPage(response.Context.Response))
        {
            // What is for one person is kept by nobody; the other pages hold something of the visitor too, and are asked for again.
            headers.CacheControl = response.Context.User.Identity is { IsAuthenticated: true } || response.Options.Personal.Any(p => path.StartsWithSegments(p)) ? "no-store" : "private, no-cache";
        }

        if (response.Options.IsHttps || response.Context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return Task.CompletedTask;
    }

    private static bool IsPage(HttpResponse response) =>
        response.StatusCode is >= 300 and < 400 || response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    private static string Policy(SecurityHeaderOptions options) => string.Join("; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'" + (options.AllowStyleAttributes ? " 'unsafe-inline'" : ""),
        $"img-src 'self' data: blob:{Sources(options.Images)}",
        "font-src 'self'",
        $"connect-src 'self'{Sources(options.Connect.SelectMany(WithSockets))}",
        "worker-src 'self'",
        "manifest-src 'self'",
        $"media-src 'self'{Sources(options.Videos)}",
        $"form-action 'self'{Sources(options.Forms)}",
        "frame-ancestors 'none'",
        $"base-uri {(options.AllowBase ? "'self'" : "'none'")}",
        "object-src 'none'");

    private static string Sources(IEnumerable<string> urls) =>
        string.Concat(urls.Where(u => u.Length > 0).Select(u => new Uri(u).GetLeftPart(UriPartial.Authority)).Distinct().Select(origin => " " + origin));

    private static IEnumerable<string> WithSockets(string url)
    {
        if (url.Length > 0)
        {
            yield return url;
            yield return url.Replace("http", "ws", StringComparison.OrdinalIgnoreCase);
        }
    }
}
