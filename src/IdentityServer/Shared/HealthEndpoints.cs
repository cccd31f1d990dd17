using Marketplace.IdentityServer.Keys;
using Npgsql;

namespace Marketplace.IdentityServer.Shared;

internal sealed record Health(string Status, DateTimeOffset Timestamp);

internal static class HealthEndpoints
{
    /// <summary>Liveness touches nothing. Readiness needs the database, its schema at this version, and the keys.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Live);
        routes.MapGet("/health/live", Live);
        routes.MapGet("/health/ready", Ready);
        routes.MapGet("/health/startup", Ready);
    }

    private static IResult Live(TimeProvider clock) => Results.Ok(new Health("UP", clock.GetUtcNow()));

    private static async Task<IResult> Ready(
        NpgsqlDataSource database, KeyRing keys, IHostApplicationLifetime lifetime, TimeProvider clock, CancellationToken ct)
    {
        var isUp = false;
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            isUp = await SchemaUpgrade.IsCompleteAsync(connection, ct)
                && (await keys.PublishedAsync(ct)).Count > 0
                && !lifetime.ApplicationStopping.IsCancellationRequested;
        }
        catch (NpgsqlException)
        {
            isUp = false; // told by the status; the log of the connection says why
        }

        var health = new Health(isUp ? "UP" : "DOWN", clock.GetUtcNow());
        return Results.Json(health, statusCode: isUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
