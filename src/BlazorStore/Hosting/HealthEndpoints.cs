using Marketplace.BlazorShared.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.BlazorStore.Hosting;

internal sealed record Health(string Status, DateTimeOffset Timestamp);

internal static class HealthEndpoints
{
    /// <summary>
    /// Liveness touches nothing. The store is ready as soon as it serves: without the API it still explains itself, and taking
    /// every node out at once would hide that page.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", Live).DisableHttpMetrics();
        app.MapGet("/health/live", Live).DisableHttpMetrics();
        app.MapGet("/health/ready", Ready).DisableHttpMetrics();
        app.MapGet("/health/startup", Live).DisableHttpMetrics();
    }

    private static Ok<Health> Live(TimeProvider clock) => TypedResults.Ok(new Health("UP", clock.GetUtcNow()));

    private static Results<Ok<Health>, JsonHttpResult<Health>> Ready(TimeProvider clock, DrainingLifetime lifetime) =>
        lifetime.IsDraining
            ? TypedResults.Json(new Health("DOWN", clock.GetUtcNow()), statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new Health("UP", clock.GetUtcNow()));
}
