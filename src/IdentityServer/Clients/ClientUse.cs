using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <param name="Users">Of whom somebody signed in that day.</param>
/// <param name="Calls">Requests to the API, as its hosts counted them.</param>
public sealed record ClientDay(DateOnly Day, long Tokens, long Refusals, int Users, long Calls);

internal readonly record struct ClientCounts(long Tokens, long Refusals);

/// <summary>Counts what applications of others ask for, by day.</summary>
internal sealed class ClientUse(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ClientUse> log) : Tally<(string Client, DateOnly Day), ClientCounts>(clock, log)
{
    public const int Days = 30;

    public void Count(string clientId, bool isRefusal)
    {
        var one = isRefusal ? new ClientCounts(0, 1) : new ClientCounts(1, 0);
        Count((clientId, Today), one, count => new(count.Tokens + one.Tokens, count.Refusals + one.Refusals));
    }

    /// <summary>The last days on which there was something, the latest first.</summary>
    public async Task<IReadOnlyList<ClientDay>> OfAsync(string clientId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var since = Today.AddDays(1 - Days);
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

    protected override async Task StoreAsync(IReadOnlyList<KeyValuePair<(string Client, DateOnly Day), ClientCounts>> counts, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IdentityDb>().Database;
        foreach (var ((client, day), count) in counts)
        {
            await database.ExecuteSqlAsync(
                $"""
                INSERT INTO identity.client_days AS d (client_id, day, tokens, refusals)
                SELECT id, {day}, {count.Tokens}, {count.Refusals} FROM identity.clients WHERE id = {client}
                ON CONFLICT (client_id, day) DO UPDATE SET tokens = d.tokens + excluded.tokens, refusals = d.refusals + excluded.refusals
                """, ct);
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
}
