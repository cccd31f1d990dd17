using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Finds the next stream with something to deliver and takes it, so that no other node or task has it.</summary>
internal sealed class OutboxStreams(
    NpgsqlDataSource database, OutboxConsumers consumers, IServiceScopeFactory scopes, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxStream> log)
{
    /// <summary>
    /// The lock is the row lock on the oldest waiting message of the stream, and it is asked for by row identity: a stream whose
    /// head is locked is skipped as a whole instead of being entered behind its head.
    /// </summary>
    private const string Take = """
        with due as (
            select stream_id, position from shared.outbox
            where delivered_at is null and (next_attempt_at is null or next_attempt_at <= $1)
            order by position limit 1000)
        select o.stream_id from due
        cross join lateral (
            select h.id from shared.outbox h
            where h.stream_id = due.stream_id and h.delivered_at is null order by h.position limit 1) head
        join shared.outbox o on o.id = head.id
        where o.delivered_at is null
        order by due.position limit 1
        for update of o skip locked
        """;

    public async Task<OutboxStream?> TakeAsync(CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(ct);
            await using var take = new NpgsqlCommand(Take, connection, transaction) { Parameters = { new() { Value = clock.GetUtcNow() } } };
            if (await take.ExecuteScalarAsync(ct) is Guid stream)
            {
                var taken = new OutboxStream(stream, transaction, connection, consumers, scopes, options.Value, clock, log);
                (connection, transaction) = (null, null);
                return taken;
            }

            return null;
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

    /// <summary>When the earliest message that waits for its next try is due.</summary>
    public async Task<DateTimeOffset?> NextRetryAsync(CancellationToken ct)
    {
        await using var next = database.CreateCommand("select min(next_attempt_at) from shared.outbox where delivered_at is null and next_attempt_at is not null");
        return await next.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }
}
