using System.Collections.Concurrent;
using Marketplace.BlazorShared.SignIn;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>
/// Stands before the socket over which pages talk to their circuits: only our own pages open one, and nobody holds more than
/// <see cref="MaxPerHolder"/> of them open. What is left behind by closed windows is bounded by the framework.
/// </summary>
internal sealed class CircuitGuard(PortalUrls urls)
{
    public const int MaxPerHolder = 30;

    private static readonly PathString Socket = "/_blazor";
    private readonly string _origin = urls.Portal.GetLeftPart(UriPartial.Authority);
    private readonly ConcurrentDictionary<string, int> _open = new();

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(Socket))
        {
            await next(http);
        }
        else if (http.Request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != _origin)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (http.Request.Path != Socket || HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method))
        {
            await next(http);
        }
        else
        {
            await HoldAsync(http, next);
        }
    }

    /// <summary>A web socket is one long request, and so is each round of a browser that has none.</summary>
    private async Task HoldAsync(HttpContext http, RequestDelegate next)
    {
        var holder = http.User.FindFirst(SignInClaims.UserId)?.Value ?? $"{http.Connection.RemoteIpAddress}";
        try
        {
            if (_open.AddOrUpdate(holder, 1, (_, open) => open + 1) > MaxPerHolder)
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            await next(http);
        }
        finally
        {
            _open.AddOrUpdate(holder, 0, (_, open) => open - 1);
            _open.TryRemove(KeyValuePair.Create(holder, 0));
        }
    }
}
