using System.Collections.Concurrent;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Clients;

/// <param name="Users">Of whom somebody signed in that day.</param>
/// <param name="Calls">Requests to the API, as its hosts counted them.</param>
public sealed record ClientDay(DateOnly Day, long Tokens, long Refusals, int Users, long Calls);

/// <summary>
/// Counts what applications of others ask for, by day. In memory first, because every token would write the same row; what a killed
/// process had not written is lost, and nobody's money hangs on it.
/// </summary>
internal sealed partial class ClientUse(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ClientUse> log) : BackgroundService
{
    public const int Days = 30;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(string Client, DateOnly Day), (long Tokens, long Refusals)> _counts = new();

    public void Count(string clientId, bool isRefusal) => _counts.AddOrUpdate(
        (clientId, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)),
        _ => isRefusal ? (0, 1) : (1, 0),
        (_, count) => isRefusal ? (count.Tokens, count.Refusals + 1) : (count.Tokens + 1, count.Refusals));

    /// <summary>The last days on which there was something, the latest first.</summary>
    public async Task<IReadOnlyList<ClientDay>> OfAsync(string clientId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - Days);
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Database.SqlQuery<ClientDay>(
            $"""
            SELECT day AS "Day", coalesce(tokens, 0) AS "Tokens", coalesce(refusals, 0) AS "Refusals", coalesce(users, 0) AS "Users", coalesce(calls, 0) AS "Calls"
            FROM (SELECT day, tokens, refusals, calls FROM identity.client_days WHERE client_id = {clientId} AND day >= {since}) d
            FULL JOIN (
                SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(DISTINCT user_id)::int AS users FROM identity.grants
                WHERE client_id = {clientId} AND created_at >= {since} GROUP BY 1) g USING (day)
            ORDER BY day DESC
            """).ToListAsync(ct);
    }

    public async Task WriteAsync(CancellationToken ct)
    {
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out var count))
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IdentityDb>().Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO identity.client_days AS d (client_id, day, tokens, refusals)
                    SELECT id, {key.Day}, {count.Tokens}, {count.Refusals} FROM identity.clients WHERE id = {key.Client}
                    ON CONFLICT (client_id, day) DO UPDATE SET tokens = d.tokens + excluded.tokens, refusals = d.refusals + excluded.refusals
                    """, ct);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Step, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryWriteAsync(stoppingToken);
        }
    }

    private async Task TryWriteAsync(CancellationToken ct)
    {
        try
        {
            await WriteAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (Exception away) when (away is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            LogLost(away);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some uses of applications were not counted")]
    private partial void LogLost(Exception because);
}
