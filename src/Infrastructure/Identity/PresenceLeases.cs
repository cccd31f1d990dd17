using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

internal sealed class PresenceLeases(MarketplaceDbContext db, NpgsqlDataSource database) : IPresenceLeases
{
    private const long AdvisoryLock = 0x4D41524B50524553;
    private const int MostAtOnce = 500;

    public async Task RenewAsync(string node, IReadOnlyCollection<UserId> connected, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into people.presence_leases (user_id, node, seen_at, expires_at)
            select p.user_id, @node, @now, @until from people.profiles p where p.user_id = any(@connected) and p.shows_presence order by p.user_id
            on conflict (user_id, node) do update set seen_at = excluded.seen_at, expires_at = excluded.expires_at
            """);
        command.Parameters.AddWithValue("node", node);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("until", until);
        command.Parameters.AddWithValue("connected", connected.Select(u => u.Value).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One node at a time looks; whoever comes meanwhile leaves it to that one.</summary>
    public async Task<IReadOnlyList<PresenceChange>> TakeChangesAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with held as materialized (
                select l.user_id, max(l.seen_at) seen_at, bool_or(l.expires_at > @now and p.shows_presence) is_here
                from people.presence_leases l join people.profiles p on p.user_id = l.user_id group by l.user_id)
            select coalesce(held.user_id, k.user_id), coalesce(held.is_here, false), coalesce(held.seen_at, @now)
            from held full join people.presences k on k.user_id = held.user_id
            where coalesce(held.is_here, false) <> coalesce(k.is_online, false) and (select pg_try_advisory_xact_lock({AdvisoryLock})) limit {MostAtOnce}
            """,
            (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        command.Parameters.AddWithValue("now", now);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<PresenceChange> changes = [];
        while (await reader.ReadAsync(ct))
        {
            changes.Add(new(new(reader.GetGuid(0)), reader.GetBoolean(1), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return changes;
    }

    public Task ForgetAsync(UserId user, CancellationToken ct) => db.Set<PresenceLease>().Where(l => l.UserId == user).ExecuteDeleteAsync(ct);
}
