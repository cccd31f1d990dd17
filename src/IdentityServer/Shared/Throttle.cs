using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Shared;

/// <summary>
/// Counts what may not happen too often, in fixed windows, in the database: the figure is one for all instances. The table is
/// unlogged, so a count costs no disk write, and a crash of the server forgets it.
/// </summary>
internal sealed class Throttle(IdentityDb db, TimeProvider clock)
{
    /// <returns>How long to wait, or null when this one is within the limit.</returns>
    public async Task<TimeSpan?> CountAsync(string what, string who, int limit, TimeSpan window, CancellationToken ct) =>
        await TakeAsync(what, who, window, ct) is var (count, left) && count > limit ? left : null;

    /// <returns>How many there were in this window with this one, and how long it lasts.</returns>
    public async Task<(int Count, TimeSpan Left)> TakeAsync(string what, string who, TimeSpan window, CancellationToken ct)
    {
        var (now, key) = (clock.GetUtcNow(), Key(what, who));
        var since = now - window;
        var row = (await db.Database.SqlQuery<Row>(
            $"""
            INSERT INTO identity.throttles AS t (key, started_at, count) VALUES ({key}, {now}, 1)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN t.started_at <= {since} THEN 1 ELSE t.count + 1 END,
                started_at = CASE WHEN t.started_at <= {since} THEN {now} ELSE t.started_at END
            RETURNING started_at AS "StartedAt", count AS "Count"
            """).ToListAsync(ct)).Single();
        return (row.Count, row.StartedAt + window - now);
    }

    /// <summary>Counts one if there is room for it, by one conditional statement: of any number at once no more than the limit get in.</summary>
    /// <returns>How long to wait, or null when it is counted.</returns>
    public async Task<TimeSpan?> ClaimAsync(string what, string who, int limit, TimeSpan window, CancellationToken ct)
    {
        var (now, key) = (clock.GetUtcNow(), Key(what, who));
        var since = now - window;
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.throttles AS t (key, started_at, count) VALUES ({key}, {now}, 1)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN t.started_at <= {since} THEN 1 ELSE t.count + 1 END,
                started_at = CASE WHEN t.started_at <= {since} THEN {now} ELSE t.started_at END
            WHERE t.started_at <= {since} OR t.count < {limit}
            """, ct) == 1
            ? null
            : await PeekAsync(what, who, limit, window, ct) ?? TimeSpan.FromSeconds(1); // given back meanwhile
    }

    /// <summary>For what was claimed and should not count after all.</summary>
    public Task<int> GiveBackAsync(string what, string who, CancellationToken ct)
    {
        var key = Key(what, who);
        return db.Database.ExecuteSqlAsync($"UPDATE identity.throttles SET count = count - 1 WHERE key = {key} AND count > 0", ct);
    }

    /// <returns>How long to wait, or null when there is room. Counts nothing.</returns>
    public async Task<TimeSpan?> PeekAsync(string what, string who, int limit, TimeSpan window, CancellationToken ct)
    {
        var (now, key) = (clock.GetUtcNow(), Key(what, who));
        var since = now - window;
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            SELECT started_at AS "StartedAt", count AS "Count" FROM identity.throttles
            WHERE key = {key} AND started_at > {since} AND count >= {limit}
            """).ToListAsync(ct);
        return rows.Count == 0 ? null : rows[0].StartedAt + window - now;
    }

    public Task<int> ForgetAsync(string what, string who, CancellationToken ct)
    {
        var key = Key(what, who);
        return db.Database.ExecuteSqlAsync($"DELETE FROM identity.throttles WHERE key = {key}", ct);
    }

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM identity.throttles WHERE started_at < {before}", ct);

    /// <summary>The address of a caller; of IPv6 the network, because one household has 2^64 addresses.</summary>
    public static string AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            return address.MapToIPv4().ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new System.Net.IPAddress(bytes).ToString();
    }

    // Hashed: the table holds neither addresses nor names.
    private static string Key(string what, string who) => $"{what}:{Convert.ToHexStringLower(Secrets.Hash(who).AsSpan(0, 16))}";

    private sealed record Row(DateTimeOffset StartedAt, int Count);
}
