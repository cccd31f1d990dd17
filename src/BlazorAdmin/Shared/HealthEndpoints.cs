using Marketplace.BlazorShared.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.BlazorAdmin.Shared;

internal sealed record Health(string Status, DateTimeOffset Timestamp);

internal static class HealthEndpoints
{
    /// <summary>
    /// Liveness touches nothing. The portal is ready as soon as it serves: without the API its pages say so themselves, and open
    /// circuits must not be lost because something behind it is away for a moment.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").AllowAnonymous().DisableHttpMetrics();
        health.MapGet("/health", Live);
        health.MapGet("/health/live", Live);
        health.MapGet("/health/ready", Ready);
        health.MapGet("/health/startup", Live);
    }

    private static Ok<Health> Live(TimeProvider clock) => TypedResults.Ok(new Health("UP", clock.GetUtcNow()));

    private static Results<Ok<Health>, JsonHttpResult<Health>> Ready(TimeProvider clock, DrainingLifetime lifetime) =>
        lifetime.IsDraining
            ? TypedResults.Json(new Health("DOWN", clock.GetUtcNow()), statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new Health("UP", clock.GetUtcNow()));
}
