using System.Globalization;
using System.Net.Sockets;
using System.Security.Claims;
using Marketplace.Application.Shared;
using Marketplace.BlazorShared.Hosting;
using Marketplace.WebApi.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Shared;

/// <summary>Requests a minute that one caller may make, by what the request costs us. 0 is without limit.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    public int Reads { get; set; } = 600;
    public int Writes { get; set; } = 240;

    /// <summary>Guesses at somebody's order, tickets, purchases.</summary>
    public int Sensitive { get; set; } = 120;

    /// <summary>All requests of one application of others, whoever it acts for.</summary>
    public int App { get; set; } = 6000;
}

/// <summary>Marks an endpoint whose misuse would hurt: it has the strictest limit.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class SensitiveAttribute : Attribute;

/// <summary>
/// Counts each request for its caller, refuses what is too much, and says on each counted answer what the limit is, what is left and when
/// the next minute begins (<c>RateLimit</c> and <c>RateLimit-Policy</c> of the IETF's draft).
/// </summary>
internal sealed class RateLimits(RequestDelegate next, IRequestCounters counters, AppCalls calls, IOptions<RateLimitOptions> options, IOptions<ForwardedHeadersOptions> proxies)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public async Task InvokeAsync(HttpContext http)
    {
        if (AppOf(http.User) is { } app)
        {
            calls.Count(app);
        }

        Bucket[] buckets = [.. BucketsOf(http).Where(b => b.Permits > 0)];
        if (buckets.Length == 0)
        {
            await next(http);
            return;
        }

        var counts = await counters.CountAsync([.. buckets.Select(b => $"{b.Name} {b.Caller}")], Window, http.RequestAborted);
        http.Response.OnStarting(static state => Tell(((HttpContext, Bucket[], IReadOnlyList<RequestCount>))state), (http, buckets, counts));
        TimeSpan[] waits = [.. buckets.Zip(counts).Where(b => b.Second.Requests > b.First.Permits).Select(b => b.Second.EndsIn)];
        if (waits.Length == 0)
        {
            await next(http);
            return;
        }

        http.Response.Headers.RetryAfter = Seconds(waits.Max()).ToString(CultureInfo.InvariantCulture);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests; // the problem is written like that of any other status
    }

    private static Task Tell((HttpContext Http, Bucket[] Buckets, IReadOnlyList<RequestCount> Counts) counted)
    {
        var (headers, told) = (counted.Http.Response.Headers, counted.Buckets.Zip(counted.Counts).ToArray());
        headers["RateLimit-Policy"] = string.Join(", ", counted.Buckets.Select(b => string.Create(CultureInfo.InvariantCulture, $"\"{b.Name}\";q={b.Permits};w={Window.TotalSeconds}")));
        headers["RateLimit"] = string.Join(", ", told.Select(t => string.Create(
            CultureInfo.InvariantCulture, $"\"{t.First.Name}\";r={Math.Max(0, t.First.Permits - t.Second.Requests)};t={Seconds(t.Second.EndsIn)}")));
        return Task.CompletedTask;
    }

    /// <summary>Never less than one: whoever waits that long comes into the next window.</summary>
    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));

    private IEnumerable<Bucket> BucketsOf(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || CallerOf(http) is not { } caller)
        {
            yield break;
        }

        var limits = options.Value;
        yield return http.GetEndpoint()?.Metadata.GetMetadata<SensitiveAttribute>() is not null ? new("sensitive", limits.Sensitive, caller)
            : HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? new("read", limits.Reads, caller)
            : new("write", limits.Writes, caller);
        if (AppOf(http.User) is { } app)
        {
            yield return new("app", limits.App, app);
        }
    }

    /// <summary>
    /// The user; for an application of others each of its users by themselves, so that it spends nothing of what they may do with us; or the
    /// address (for IPv6 its /64). Our own hosts and proxies speak for many; what they ask for nobody in particular, without
    /// X-Forwarded-For, is not limited here.
    /// </summary>
    private string? CallerOf(HttpContext http)
    {
        if (AppOf(http.User) is { } app)
        {
            return $"{app} {http.User.FindFirstValue(BearerClaims.Subject)}";
        }

        if (CurrentUser.From(http.User) is { } user)
        {
            return (CurrentUser.ActorOf(http.User) ?? user.Id).Value.ToString("N"); // who acts for somebody spends nothing of theirs
        }

        var address = http.Connection.RemoteIpAddress;
        if (address is null || proxies.Value.Trusts(address))
        {
            return null;
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.MapToIPv4().ToString();
    }

    /// <summary>The application that calls; null when it is one of ours.</summary>
    public static string? AppOf(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true } && !principal.HasClaim(BearerClaims.Scope, BearerRegistration.UserScope) ? principal.FindFirstValue(BearerClaims.ClientId) : null;

    /// <param name="Name">The class of requests, as the headers call it.</param>
    private readonly record struct Bucket(string Name, int Permits, string Caller);
}
