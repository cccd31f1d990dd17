using Marketplace.BlazorShared.Hosting;
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
        routes.MapGet("/health/startup", Started);
    }

    private static IResult Live(TimeProvider clock) => Results.Ok(new Health("UP", clock.GetUtcNow()));

    private static async Task<IResult> Ready(
        NpgsqlDataSource database, KeyRing keys, DrainingLifetime lifetime, TimeProvider clock, CancellationToken ct) =>
        Answer(!lifetime.IsDraining && await IsUpAsync(database, keys, ct), clock);

    private static async Task<IResult> Started(NpgsqlDataSource database, KeyRing keys, TimeProvider clock, CancellationToken ct) =>
        Answer(await IsUpAsync(database, keys, ct), clock);

    private static async Task<bool> IsUpAsync(NpgsqlDataSource database, KeyRing keys, CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            return await SchemaUpgrade.IsOursAsync(connection, ct) && (await keys.PublishedAsync(ct)).Count > 0;
        }
        catch (NpgsqlException)
        {
            return false; // told by the status; the log of the connection says why
        }
    }

    private static IResult Answer(bool isUp, TimeProvider clock)
    {
        var health = new Health(isUp ? "UP" : "DOWN", clock.GetUtcNow());
        return Results.Json(health, statusCode: isUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
