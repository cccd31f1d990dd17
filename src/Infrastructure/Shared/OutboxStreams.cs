using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Finds streams with something to deliver and takes them, so that no other node or task has them.</summary>
internal sealed class OutboxStreams(
    NpgsqlDataSource database, OutboxConsumers consumers, IServiceScopeFactory scopes, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxDelivery> log)
{
    /// <summary>The oldest that is free is mostly among the first few.</summary>
    private static readonly (string Statement, int Limit)[] Slow = [(Take, 40), (Take, 1000)];

    private static readonly (string Statement, int Limit) Quick = (TakeQuick, 200);

    /// <summary>When there were none, others get their turn for so long, and for longer where much waits that has to be looked through.</summary>
    private static readonly TimeSpan QuickPause = TimeSpan.FromMilliseconds(25);
    private const int QuickShare = 20;

    /// <summary>What this node works on: others are kept from it by locks, and it need not look through it again.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _inHand = [];

    private DateTimeOffset _quickAgainAt;

    /// <summary>
    /// A few streams in which something is due that is not quick, or has failed before: what is taken and put back together costs the
    /// database one look and one update instead of one for each. A stream is in one hand by an advisory lock on its
    /// name, held as long as the transaction; what waits in it is read afterwards. A row lock on its oldest message would not do: an older
    /// one may become visible later, and then two have the stream.
    /// </summary>
    private const string Take = """
        with due as materialized (
            select stream_id, position from shared.outbox
            where delivered_at is null and (next_attempt_at is null or next_attempt_at <= $1) and (attempts > 0 or type not in (select unnest($2)))
                and stream_id <> all($4)
            order by position limit $3),
        oldest as materialized (select stream_id from due group by stream_id order by min(position))
        select stream_id from oldest where pg_try_advisory_xact_lock(hashtextextended(stream_id::text, 0)) limit 8
        """;

    /// <summary>
    /// Many streams in which only quick events are due. Written as a few passes over what waits, because the planner believes that nothing
    /// does, and looks up one by one in the wrong index.
    /// </summary>
    private const string TakeQuick = """
        with slow as materialized (
            select stream_id from shared.outbox
            where delivered_at is null and type not in (select unnest($2)) and (next_attempt_at is null or next_attempt_at <= $1)
            order by position limit 1000),
        quick as materialized (
            select stream_id from shared.outbox
            where delivered_at is null and attempts = 0 and type in (select unnest($2)) and stream_id not in (select stream_id from slow)
            order by position limit $3),
        oldest as materialized (select distinct stream_id from quick)
        select stream_id from oldest where pg_try_advisory_xact_lock(hashtextextended(stream_id::text, 0))
        """;

    /// <returns>Null when there is nothing to deliver that another task or node does not have.</returns>
    public async Task<OutboxDelivery?> TakeAsync(CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(ct);
            if (await TakeAsync(connection, transaction, ct) is not { Count: > 0 } streams)
            {
                return null;
            }

            streams.ForEach(stream => _inHand[stream] = true);
            var taken = new OutboxDelivery(streams, () => streams.ForEach(stream => _inHand.TryRemove(stream, out _)), transaction, connection, consumers, scopes, options.Value, clock, log);
            (connection, transaction) = (null, null);
            return taken;
        }
        finally
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
            }

            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<List<Guid>> TakeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var isQuickFirst = clock.GetUtcNow() >= _quickAgainAt;
        foreach (var (statement, limit) in isQuickFirst ? [Quick, .. Slow] : ((string, int)[])[.. Slow, Quick])
        {
            var began = clock.GetTimestamp();
            await using var take = new NpgsqlCommand(statement, connection, transaction)
            {
                Parameters = { new() { Value = clock.GetUtcNow() }, new() { Value = consumers.QuickTypes }, new() { Value = limit } },
            };
            if (statement == Take)
            {
                take.Parameters.Add(new() { Value = _inHand.Keys.ToArray() });
            }

            await using var rows = await take.ExecuteReaderAsync(ct);
            if (await rows.ListAsync(row => row.GetGuid(0), ct) is { Count: > 0 } streams)
            {
                return streams;
            }

            if (statement == TakeQuick)
            {
                var took = clock.GetElapsedTime(began) * QuickShare;
                _quickAgainAt = clock.GetUtcNow() + (took > QuickPause ? took : QuickPause);
            }
        }

        return [];
    }

    /// <summary>When the earliest message that waits for its next try is due.</summary>
    public async Task<DateTimeOffset?> NextRetryAsync(CancellationToken ct)
    {
        await using var next = database.CreateCommand("select min(next_attempt_at) from shared.outbox where delivered_at is null and next_attempt_at is not null");
        return await next.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }
}
