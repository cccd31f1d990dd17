using System.Security.Cryptography;
using Marketplace.BlazorShared.Hosting;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Marketplace.WebApi.Shared;

/// <param name="Status"><c>UP</c>, <c>DEGRADED</c> while something optional is away, or <c>DOWN</c>.</param>
internal sealed record Health(string Status, DateTimeOffset Timestamp);

/// <param name="Parts">Name and whether it is there.</param>
internal sealed record HealthReport(string Status, DateTimeOffset Timestamp, IReadOnlyDictionary<string, bool> Parts);

internal static class HealthEndpoints
{
    /// <summary>Liveness touches nothing; readiness and start-up need the database at this version's schema and the shared keys.</summary>
    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("").AllowAnonymous().WithTags("Health").DisableRateLimiting();
        health.MapGet("/health", Live).WithSummary("Say that the process serves");
        health.MapGet("/health/live", Live).WithSummary("Say that the process serves");
        health.MapGet("/health/ready", Ready).WithSummary("Say whether requests can be answered");
        health.MapGet("/health/startup", Started).WithSummary("Say whether the start is over");
        app.MapGet("/api/v1/admin/health", Report).WithFields().WithValidation().WithTags("Health").RequireRight(AdminRight.SeeSystem).WithSummary("Show which parts of this node are there");
    }

    private static Ok<Health> Live(TimeProvider clock) => TypedResults.Ok(new Health("UP", clock.GetUtcNow()));

    private static async Task<Results<Ok<Health>, JsonHttpResult<Health>>> Ready(NodeHealth node, DrainingLifetime lifetime, TimeProvider clock, CancellationToken ct) =>
        Answer(lifetime.IsDraining ? "DOWN" : StatusOf(await node.LookAsync(ct)), clock);

    private static async Task<Results<Ok<Health>, JsonHttpResult<Health>>> Started(NodeHealth node, TimeProvider clock, CancellationToken ct) =>
        Answer(StatusOf(await node.LookAsync(ct)), clock);

    private static async Task<Ok<HealthReport>> Report(NodeHealth node, TimeProvider clock, CancellationToken ct)
    {
        var parts = await node.LookAsync(ct);
        return TypedResults.Ok(new HealthReport(StatusOf(parts), clock.GetUtcNow(), parts.ToDictionary(p => p.Name, p => p.IsUp)));
    }

    private static string StatusOf(IReadOnlyList<PartHealth> parts) =>
        parts.Any(p => p is { IsUp: false, IsRequired: true }) ? "DOWN" : parts.Any(p => !p.IsUp) ? "DEGRADED" : "UP";

    private static Results<Ok<Health>, JsonHttpResult<Health>> Answer(string status, TimeProvider clock)
    {
        var health = new Health(status, clock.GetUtcNow());
        return status == "DOWN" ? TypedResults.Json(health, statusCode: StatusCodes.Status503ServiceUnavailable) : TypedResults.Ok(health);
    }
}

internal sealed record PartHealth(string Name, bool IsUp, bool IsRequired);

internal sealed class NodeHealth(SchemaLevel schema, IDataProtectionProvider protection, IEnumerable<IOptionalPart> optional)
{
    public async Task<IReadOnlyList<PartHealth>> LookAsync(CancellationToken ct) =>
    [
        new("database", await HasSchemaAsync(ct), IsRequired: true),
        new("keys", HasKeys(), IsRequired: true),
        .. optional.Select(p => new PartHealth(p.Name, p.IsUp, IsRequired: false)),
    ];

    private async Task<bool> HasSchemaAsync(CancellationToken ct)
    {
        try
        {
            return await schema.IsOursAsync(ct);
        }
        catch (NpgsqlException)
        {
            return false; // answered as 503; the log of the connection says why
        }
    }

    private bool HasKeys()
    {
        try
        {
            return protection.CreateProtector("health").Protect([1]).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
