using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// A few streams in the hands of this node, or many of quick events, until disposed. Each consumer gets the messages of a stream in
/// order: while one waits for its retry, later ones wait behind it, for this consumer only.
/// </summary>
internal sealed partial class OutboxDelivery(
    List<Guid> streams, Action letGo, NpgsqlTransaction hold, NpgsqlConnection connection, OutboxConsumers consumers, IServiceScopeFactory scopes,
    OutboxOptions options, TimeProvider clock, ILogger<OutboxDelivery> log) : IAsyncDisposable
{
    private const int Batch = 100;

    /// <summary>One that takes longer leaves the rest to others, so that what is slow holds up little.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<(Guid Stream, string Consumer), DateTimeOffset> _waiting = []; // consumers that may not go on in a stream, and until when
    private readonly HashSet<(Guid Message, string Consumer)> _handled = [];
    private readonly Dictionary<(Guid Message, string Consumer), Failure> _failures = [];
    private readonly HashSet<Guid> _failedNow = [];

    /// <summary>The first of the streams, to name it by.</summary>
    public Guid Id => streams[0];

    public async Task DeliverAsync(CancellationToken stopping)
    {
        var messages = await LoadAsync();
        var began = clock.GetTimestamp();
        var delivered = new List<Guid>(messages.Count);
        foreach (var message in messages)
        {
            if (stopping.IsCancellationRequested || (streams.Count > 1 && clock.GetElapsedTime(began) > Patience))
            {
                break;
            }

            var again = await DeliverAsync(message);
            if (again is null && message.Attempts == 0 && !_failedNow.Contains(message.Id))
            {
                delivered.Add(message.Id);
            }
            else
            {
                await SaveAsync(message, again);
            }
        }

        await SaveAsync(delivered);
        await hold.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        letGo();
        await hold.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <returns>When the message is to be looked at again, or null when nobody needs it any more.</returns>
    private async Task<DateTimeOffset?> DeliverAsync(Message message)
    {
        DateTimeOffset? again = null;
        if (EventTypes.Find(message.Type) is not { } type)
        {
            // Written by a newer version during an upgrade, most likely: that version will deliver it.
            return await FailAsync(message, "(unknown event)", new InvalidOperationException($"This version knows no event {message.Type}."));
        }

        foreach (var consumer in consumers.Of(type))
        {
            var failure = _failures.GetValueOrDefault((message.Id, consumer.Name));
            var isRepeated = consumer.IsRepeatable && failure is null && message.Attempts > 0; // another consumer's failure brought it back
            if (failure?.IsParked == true || isRepeated || _handled.Contains((message.Id, consumer.Name)))
            {
                continue;
            }

            if (!_waiting.TryGetValue((message.StreamId, consumer.Name), out var until))
            {
                if (failure?.NextAttemptAt is { } next && next > clock.GetUtcNow())
                {
                    until = _waiting[(message.StreamId, consumer.Name)] = next;
                }
                else if (await RunAsync(message, type, consumer) is { } retry)
                {
                    until = _waiting[(message.StreamId, consumer.Name)] = retry;
                }
                else
                {
                    continue;
                }
            }

            again = again is { } earliest && earliest < until ? earliest : until;
        }

        return again;
    }

    /// <summary>A reaction and its inbox row, which goes with the first thing that it saves, are one transaction, on a connection of their own.</summary>
    /// <returns>When to try again, or null when it is done or parked.</returns>
    private async Task<DateTimeOffset?> RunAsync(Message message, Type type, IOutboxConsumer consumer)
    {
        using var activity = Telemetry.Start(message.Name.Length > 0 ? message.Name : type.Name, consumer.Name, message.CorrelationId);
        var started = clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.ReactionTimeout, clock);
        try
        {
            var happened = (IDomainEvent)JsonSerializer.Deserialize(message.Payload, type, EventTypes.Json)!;
            await using var scope = scopes.CreateAsyncScope();
            Describe(message, scope.ServiceProvider.GetRequiredService<RelayedMessage>());
            if (consumer.IsRepeatable)
            {
                await consumer.HandleAsync(scope.ServiceProvider, happened, timeout.Token);
            }
            else
            {
                await RunOnceAsync(message, consumer, happened, scope.ServiceProvider, timeout.Token);
            }

            Telemetry.Handled(consumer.Name, clock.GetElapsedTime(started), clock.GetUtcNow() - message.OccurredAt);
            return null;
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failed.GetType().Name);
            return await FailAsync(message, consumer.Name, failed);
        }
    }

    private async Task RunOnceAsync(Message message, IOutboxConsumer consumer, IDomainEvent happened, IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<MarketplaceDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(new InboxEntry { MessageId = message.Id, Consumer = consumer.Name, HandledAt = clock.GetUtcNow() });
        try
        {
            await consumer.HandleAsync(scope, happened, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException again) when (again.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: InboxEntry.Key })
        {
            // It was handled before a crash that came too early for the outbox to know. This time everything is undone.
        }
    }

    private static void Describe(Message message, RelayedMessage relayed)
    {
        (relayed.Id, relayed.Name, relayed.OccurredAt, relayed.CorrelationId) = (message.Id, message.Name, message.OccurredAt, message.CorrelationId);
        relayed.StreamId = message.StreamId;
    }

    private async Task<DateTimeOffset?> FailAsync(Message message, string consumer, Exception failed)
    {
        var now = clock.GetUtcNow();
        _failedNow.Add(message.Id);
        var attempts = (_failures.GetValueOrDefault((message.Id, consumer))?.Attempts ?? 0) + 1;
        var isParked = attempts >= options.MaxAttempts && failed is not TryLaterException;
        var pause = options.RetryAfter(attempts, RandomNumberGenerator.GetInt32(1000) / 1000.0);
        var next = now + (failed is TryLaterException && pause > options.LongestRetryWhenAway ? options.LongestRetryWhenAway : pause);
        var error = $"{failed.GetType().Name}: {failed.Message}";
        await using var save = new NpgsqlCommand(
            """
            insert into shared.outbox_failures (id, message_id, consumer, attempts, error, first_failed_at, next_attempt_at, parked_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (message_id, consumer) do update
            set attempts = excluded.attempts, error = excluded.error, next_attempt_at = excluded.next_attempt_at, parked_at = excluded.parked_at
            """, connection, hold)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7(now) }, new() { Value = message.Id }, new() { Value = consumer }, new() { Value = attempts },
                new() { Value = error.Length > OutboxFailure.ErrorMaxLength ? error[..OutboxFailure.ErrorMaxLength] : error }, new() { Value = now },
                new() { Value = isParked ? DBNull.Value : next, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = isParked ? now : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        await save.ExecuteNonQueryAsync(CancellationToken.None);
        Telemetry.Failed(consumer, isParked);
        if (isParked)
        {
            LogParked(failed, consumer, message.Id, message.Type, attempts);
            return null;
        }

        LogFailed(consumer, message.Id, message.Type, attempts, error);
        return next;
    }

    /// <summary>What went well at the first try, all at once.</summary>
    private async Task SaveAsync(List<Guid> delivered)
    {
        if (delivered.Count == 0)
        {
            return;
        }

        await using var save = new NpgsqlCommand("update shared.outbox set delivered_at = $2, next_attempt_at = null where id = any($1)", connection, hold)
        {
            Parameters = { new() { Value = delivered }, new() { Value = clock.GetUtcNow() } },
        };
        await save.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task SaveAsync(Message message, DateTimeOffset? again)
    {
        await using var save = new NpgsqlCommand(
            """
            update shared.outbox o
            set delivered_at = $2, next_attempt_at = $3, attempts = coalesce(f.attempts, 0), error = f.error
            from (select max(attempts) as attempts, max(error) as error from shared.outbox_failures where message_id = $1) f
            where o.id = $1
            """, connection, hold)
        {
            Parameters =
            {
                new() { Value = message.Id },
                new() { Value = again is null ? clock.GetUtcNow() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = again ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        if (again is null)
        {
            await using var tidy = new NpgsqlCommand("delete from shared.outbox_failures where message_id = $1 and parked_at is null", connection, hold)
            {
                Parameters = { new() { Value = message.Id } },
            };
            await tidy.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await save.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<List<Message>> LoadAsync()
    {
        List<Message> messages;
        await using (var load = new NpgsqlCommand(
            """
            select m.* from unnest($1) as taken(stream_id), lateral (
                select id, stream_id, name, type, payload::text, occurred_at, correlation_id, attempts, position from shared.outbox o
                where o.stream_id = taken.stream_id and o.delivered_at is null order by o.position limit $2) m
            order by m.position
            """, connection, hold) { Parameters = { new() { Value = streams }, new() { Value = Batch } } })
        await using (var row = await load.ExecuteReaderAsync(CancellationToken.None))
        {
            messages = await row.ListAsync(
                r => new Message(
                    r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.MaybeText(6), r.GetInt32(7)),
                CancellationToken.None);
        }

        // What never failed has nothing more to be known; a crash meanwhile is seen by the inbox itself.
        Guid[] again = [.. messages.Where(m => m.Attempts > 0).Select(m => m.Id)];
        if (again.Length > 0)
        {
            await LoadStateAsync(again);
        }

        return messages;
    }

    private async Task LoadStateAsync(Guid[] messages)
    {
        await using var load = new NpgsqlCommand(
            """
            select message_id, consumer, null::int, null::timestamptz, null::timestamptz from shared.inbox where message_id = any($1)
            union all
            select message_id, consumer, attempts, next_attempt_at, parked_at from shared.outbox_failures where message_id = any($1)
            """, connection, hold) { Parameters = { new() { Value = messages } } };
        await using var row = await load.ExecuteReaderAsync(CancellationToken.None);
        while (await row.ReadAsync(CancellationToken.None))
        {
            var key = (row.GetGuid(0), row.GetString(1));
            if (row.IsDBNull(2))
            {
                _handled.Add(key);
            }
            else
            {
                _failures[key] = new(row.GetInt32(2), row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3), !row.IsDBNull(4));
            }
        }
    }

    private sealed record Message(Guid Id, Guid StreamId, string Name, string Type, string Payload, DateTimeOffset OccurredAt, string? CorrelationId, int Attempts);

    private sealed record Failure(int Attempts, DateTimeOffset? NextAttemptAt, bool IsParked);

    [LoggerMessage(LogLevel.Warning, "{Consumer} could not handle {MessageId} ({Type}) at attempt {Attempt}: {Error}")]
    private partial void LogFailed(string consumer, Guid messageId, string type, int attempt, string error);

    [LoggerMessage(LogLevel.Error, "{Consumer} gave up on {MessageId} ({Type}) after {Attempts} attempts; it is parked")]
    private partial void LogParked(Exception failed, string consumer, Guid messageId, string type, int attempts);
}
