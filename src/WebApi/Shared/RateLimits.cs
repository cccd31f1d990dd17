using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;
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
}

/// <summary>Marks an endpoint whose misuse would hurt: it has the strictest limit.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class SensitiveAttribute : Attribute;

internal static class RateLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section);
        services.AddSingleton(provider =>
        {
            var limits = provider.GetRequiredService<IOptions<RateLimitOptions>>().Value;
            return PartitionedRateLimiter.Create<HttpContext, string>(http => Partition(http, limits));
        });
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<PartitionedRateLimiter<HttpContext>>((limiter, requests) =>
        {
            limiter.GlobalLimiter = requests;
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = static (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask; // the problem is written like that of any other status
            };
        });
    }

    /// <summary>Says on each limited answer what the limit is and what is left of it.</summary>
    public static void UseRateLimits(this IApplicationBuilder app)
    {
        app.Use((http, next) =>
        {
            http.Response.OnStarting(static state => Tell((HttpContext)state), http);
            return next(http);
        });
        app.UseRateLimiter();
    }

    private static Task Tell(HttpContext http)
    {
        var limits = http.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        var (name, permits, _) = ClassOf(http, limits);
        if (permits > 0 && http.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>().GetStatistics(http) is { } left)
        {
            http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={permits};w=60");
            http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left.CurrentAvailablePermits};t=60");
        }

        return Task.CompletedTask;
    }

    private static RateLimitPartition<string> Partition(HttpContext http, RateLimitOptions limits)
    {
        var (name, permits, caller) = ClassOf(http, limits);
        return permits <= 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter($"{name} {caller}", _ => new() { PermitLimit = permits, Window = Window, QueueLimit = 0 });
    }

    private static (string Name, int Permits, string Caller) ClassOf(HttpContext http, RateLimitOptions limits)
    {
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || CallerOf(http) is not { } caller)
        {
            return ("", 0, "");
        }

        return http.GetEndpoint()?.Metadata.GetMetadata<SensitiveAttribute>() is not null ? ("sensitive", limits.Sensitive, caller)
            : HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? ("read", limits.Reads, caller)
            : ("write", limits.Writes, caller);
    }

    /// <summary>
    /// The user, or the address (for IPv6 its /64). Our own hosts and proxies speak for many; what they ask for nobody in particular,
    /// without X-Forwarded-For, is not limited here.
    /// </summary>
    private static string? CallerOf(HttpContext http)
    {
        if (CurrentUser.From(http.User) is { } user)
        {
            return user.Id.Value.ToString("N");
        }

        var address = http.Connection.RemoteIpAddress;
        if (address is null || http.RequestServices.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.Trusts(address))
        {
            return null;
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.MapToIPv4().ToString();
    }
}
