using Marketplace.Infrastructure.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Shared;

internal sealed record Health(string Status, DateTimeOffset Timestamp);

internal static class HealthEndpoints
{
    /// <summary>Liveness touches nothing; readiness and start-up need the database at this version's schema.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").AllowAnonymous().WithTags("Health").DisableRateLimiting();
        health.MapGet("/health", Live).WithSummary("Say that the process serves");
        health.MapGet("/health/live", Live).WithSummary("Say that the process serves");
        health.MapGet("/health/ready", Ready).WithSummary("Say whether requests can be answered");
        health.MapGet("/health/startup", Ready).WithSummary("Say whether the start is over");
    }

    private static Ok<Health> Live(TimeProvider clock) => TypedResults.Ok(new Health("UP", clock.GetUtcNow()));

    private static async Task<Results<Ok<Health>, JsonHttpResult<Health>>> Ready(
        MarketplaceDbContext db, TimeProvider clock, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        var isUp = !lifetime.ApplicationStopping.IsCancellationRequested;
        try
        {
            isUp = isUp && await db.Database.SqlQuery<bool>($"select to_regclass('shared.outbox') is not null as \"Value\"").SingleAsync(ct);
        }
        catch (Npgsql.NpgsqlException)
        {
            isUp = false; // answered as 503; the log of the connection says why
        }

        return isUp
            ? TypedResults.Ok(new Health("UP", clock.GetUtcNow()))
            : TypedResults.Json(new Health("DOWN", clock.GetUtcNow()), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
