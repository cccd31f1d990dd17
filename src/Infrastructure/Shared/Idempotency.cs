using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>A request that its sender may repeat without fear, and what was answered to it.</summary>
public sealed class IdempotentRequest
{
    public const int KeyMaxLength = 255;

    public Guid Id { get; init; }
    public string Caller { get; init; } = "";
    public string Key { get; init; } = "";
    public byte[] RequestHash { get; init; } = [];
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Until then whoever runs it is believed to be alive.</summary>
    public DateTimeOffset LockedUntil { get; init; }

    /// <summary>Written in the transaction of what the request changes; so it says, after a crash, whether it did.</summary>
    public DateTimeOffset? EffectAt { get; set; }
    public DateTimeOffset? CompletedAt { get; init; }
    public int? Status { get; init; }
    public string? Headers { get; init; }
    public byte[]? Body { get; init; }
}

internal sealed class IdempotentRequestConfiguration : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> request)
    {
        request.ToTable("idempotency_keys", "shared");
        request.Property(r => r.Id).ValueGeneratedNever();
        request.Property(r => r.Caller).HasMaxLength(80);
        request.Property(r => r.Key).HasMaxLength(IdempotentRequest.KeyMaxLength);
        request.Property(r => r.Headers).HasColumnType("jsonb");
        request.HasIndex(r => new { r.Caller, r.Key }).IsUnique();
        request.HasIndex(r => r.StartedAt);
    }
}

/// <summary>Which idempotent request runs in this scope; its mark goes into every save.</summary>
public sealed class IdempotencyScope(TimeProvider clock)
{
    public Guid? Id { get; set; }

    internal void Mark(DbContext db)
    {
        if (Id is { } id)
        {
            var request = db.Set<IdempotentRequest>().Local.FindEntry(id) ?? db.Attach(new IdempotentRequest { Id = id });
            request.Property(r => r.EffectAt).CurrentValue = clock.GetUtcNow();
            request.Property(r => r.EffectAt).IsModified = true;
        }
    }
}

public enum IdempotencyAnswer
{
    Run,
    Replay,
    Running,
    Mismatch,

    /// <summary>An earlier try took effect and then broke off before it could answer.</summary>
    Interrupted,
}

/// <param name="Id">To finish or withdraw the run with.</param>
public sealed record IdempotencyTicket(IdempotencyAnswer Answer, Guid Id, StoredAnswer? Stored);

public sealed record StoredAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>The keys, each statement committed by itself; two requests with one key meet at the unique index.</summary>
public sealed class IdempotencyKeys(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(60);

    public async Task<IdempotencyTicket> StartAsync(string caller, string key, byte[] hash, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var insert = new NpgsqlCommand(
            """
            insert into shared.idempotency_keys (id, caller, key, request_hash, started_at, locked_until) values ($1, $2, $3, $4, $5, $6)
            on conflict (caller, key) do nothing
            """, connection)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = caller }, new() { Value = key }, new() { Value = hash }, new() { Value = now }, new() { Value = now + RunTime },
            },
        };
        if (await insert.ExecuteNonQueryAsync(ct) == 1)
        {
            return new(IdempotencyAnswer.Run, id, null);
        }

        await using var select = new NpgsqlCommand(
            "select id, request_hash, locked_until, effect_at is not null, status, headers::text, body from shared.idempotency_keys where caller = $1 and key = $2", connection)
        {
            Parameters = { new() { Value = caller }, new() { Value = key } },
        };
        (Guid Id, byte[] Hash, DateTimeOffset LockedUntil, bool HasEffect, StoredAnswer? Stored) known;
        await using (var row = await select.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct))
            {
                return new(IdempotencyAnswer.Running, id, null); // withdrawn in this moment; the next try runs
            }

            var stored = row.IsDBNull(4) ? null : new StoredAnswer(row.GetInt32(4), JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(5))!, row.GetFieldValue<byte[]>(6));
            known = (row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2), row.GetBoolean(3), stored);
        }

        if (!known.Hash.AsSpan().SequenceEqual(hash))
        {
            return new(IdempotencyAnswer.Mismatch, known.Id, null);
        }

        if (known.Stored is not null)
        {
            return new(IdempotencyAnswer.Replay, known.Id, known.Stored);
        }

        if (known.LockedUntil > now)
        {
            return new(IdempotencyAnswer.Running, known.Id, null);
        }

        if (known.HasEffect)
        {
            return new(IdempotencyAnswer.Interrupted, known.Id, null);
        }

        // Whoever ran it died before it did anything.
        await using var takeOver = new NpgsqlCommand(
            "update shared.idempotency_keys set locked_until = $3 where id = $1 and locked_until = $2 and effect_at is null and status is null", connection)
        {
            Parameters = { new() { Value = known.Id }, new() { Value = known.LockedUntil }, new() { Value = now + RunTime } },
        };
        return new(await takeOver.ExecuteNonQueryAsync(ct) == 1 ? IdempotencyAnswer.Run : IdempotencyAnswer.Running, known.Id, null);
    }

    public async Task FinishAsync(Guid id, StoredAnswer answer, CancellationToken ct)
    {
        await using var finish = database.CreateCommand("update shared.idempotency_keys set completed_at = $2, status = $3, headers = $4::jsonb, body = $5 where id = $1");
        finish.Parameters.Add(new() { Value = id });
        finish.Parameters.Add(new() { Value = clock.GetUtcNow() });
        finish.Parameters.Add(new() { Value = answer.Status });
        finish.Parameters.Add(new() { Value = JsonSerializer.Serialize(answer.Headers) });
        finish.Parameters.Add(new() { Value = answer.Body });
        await finish.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Forgets a request that changed nothing, so that it can be sent again.</summary>
    /// <returns>False when it did change something.</returns>
    public async Task<bool> WithdrawAsync(Guid id, CancellationToken ct)
    {
        await using var withdraw = database.CreateCommand("delete from shared.idempotency_keys where id = $1 and effect_at is null");
        withdraw.Parameters.Add(new() { Value = id });
        if (await withdraw.ExecuteNonQueryAsync(ct) == 1)
        {
            return true;
        }

        await using var end = database.CreateCommand("update shared.idempotency_keys set locked_until = started_at where id = $1 and status is null");
        end.Parameters.Add(new() { Value = id });
        await end.ExecuteNonQueryAsync(ct);
        return false;
    }
}
