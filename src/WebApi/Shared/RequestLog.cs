using System.Diagnostics;
using Marketplace.BlazorShared.Hosting;
using Marketplace.WebApi.Identity;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// One line for each request: method, route template, status, time. Never the path, the query or a body, which may name people. The
/// correlation id comes from the caller or is the trace id, goes back in a header, and stands in every line and problem.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, SecurityLog security, ILogger<RequestLog> log)
{
    public const string Header = "X-Correlation-Id";

    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        var correlation = CorrelationOf(http);
        http.Items[Header] = correlation;
        http.Response.OnStarting(static state =>
        {
            var (context, id) = ((HttpContext, string))state;
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        }, (http, correlation));
        using (log.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = correlation }))
        {
            await next(http);
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";
            LogRequest(http.Request.Method, route, http.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (EventOf(http) is { } refused)
            {
                security.Tell(refused, CurrentUser.From(http.User)?.Id.Value, $"{http.Request.Method} {route}");
            }
        }
    }

    public static string CorrelationOf(HttpContext http)
    {
        var given = http.Request.Headers[Header].ToString();
        return given.Length is > 0 and <= 64 && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
    }

    private static SecurityEvent? EventOf(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized when http.Request.Headers.Authorization.Count > 0 => SecurityEvent.TokenRefused,
        StatusCodes.Status403Forbidden => SecurityEvent.RequestForbidden,
        StatusCodes.Status429TooManyRequests => SecurityEvent.RequestLimited,
        _ => null,
    };

    [LoggerMessage(LogLevel.Information, "{Method} {Route} answered {Status} in {Milliseconds:0.0} ms")]
    private partial void LogRequest(string method, string route, int status, double milliseconds);
}
