using Marketplace.Application.Identity;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

/// <summary>Writes into the table that the identity server keeps in the same database.</summary>
internal sealed class PostgresAppCalls(NpgsqlDataSource database) : IAppCalls
{
    public async Task AddAsync(IReadOnlyCollection<AppDay> days, CancellationToken ct)
    {
        try
        {
            // In one order, so that two nodes never wait for each other.
            await using var command = database.CreateCommand(
                """
                insert into identity.client_days as d (client_id, day, calls)
                select c.id, n.day, n.calls from unnest($1::text[], $2::date[], $3::bigint[]) n(client, day, calls) join identity.clients c on c.id = n.client
                order by c.id, n.day
                on conflict (client_id, day) do update set calls = d.calls + excluded.calls
                """);
            command.Parameters.Add(new() { Value = days.Select(d => d.ClientId).ToArray() });
            command.Parameters.Add(new() { Value = days.Select(d => d.Day).ToArray() });
            command.Parameters.Add(new() { Value = days.Select(d => d.Calls).ToArray() });
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn)
        {
            // An identity server that is older, or not there yet, keeps no such figures.
        }
    }
}
