using System.Security.Cryptography;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Infrastructure.Payments.Sandbox;

/// <summary>How the sandbox's webhooks about a payment arrive.</summary>
public enum WebhookHabit
{
    /// <summary>Some seconds after the browser.</summary>
    After,

    /// <summary>Before the browser.</summary>
    Before,
    Twice,
    Never,
}

public sealed record SandboxPayment(
    string Id, Guid Reference, decimal Amount, string Currency, string Method, string Description, string ReturnUrl, string? Outcome, string? FailureReason, DateTimeOffset? DecidedAt)
{
    /// <summary>What is true at this moment: a decision that lies ahead has not been made.</summary>
    public string? OutcomeAt(DateTimeOffset now) => DecidedAt <= now ? Outcome : null;
}

/// <summary>The provider behind the sandbox: its payments, its refunds and the webhooks that it owes. It keeps its own transactions.</summary>
public sealed class SandboxBank(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The same reference never opens a second payment.</summary>
    public async Task<string> OpenAsync(Guid reference, Money amount, string method, string description, string returnUrl, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into sandbox.payments (id, reference, amount, currency, method, description, return_url, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (reference) do update set return_url = excluded.return_url returning id
            """);
        command.Parameters.AddRange((NpgsqlParameter[])[
            new() { Value = "pay_" + RandomNumberGenerator.GetHexString(32, lowercase: true) }, new() { Value = reference }, new() { Value = amount.Amount }, new() { Value = amount.Currency },
            new() { Value = method }, new() { Value = description }, new() { Value = returnUrl }, new() { Value = clock.GetUtcNow() }]);
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<SandboxPayment?> FindAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select id, reference, amount, currency, method, description, return_url, outcome, failure_reason, decided_at from sandbox.payments where id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetString(0), reader.GetGuid(1), reader.GetDecimal(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.IsDBNull(7) ? null : reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetString(8), reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9))
            : null;
    }

    /// <summary>The shopper pays or is declined, on the page. What is decided stays decided.</summary>
    /// <param name="failure">Null when the money is captured.</param>
    /// <param name="delay">How long the bank takes.</param>
    public async Task<bool> DecideAsync(string id, string? failure, TimeSpan delay, WebhookHabit habit, CancellationToken ct)
    {
        var at = clock.GetUtcNow() + delay;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var decide = new NpgsqlCommand(
            "update sandbox.payments set outcome = $2, failure_reason = $3, decided_at = $4 where id = $1 and outcome is null", connection, transaction);
        decide.Parameters.AddRange((NpgsqlParameter[])[new() { Value = id }, new() { Value = failure is null ? "captured" : "failed" }, Text(failure), new() { Value = at }]);
        if (await decide.ExecuteNonQueryAsync(ct) == 0)
        {
            return false;
        }

        TimeSpan[] calls = habit switch
        {
            WebhookHabit.Never => [],
            WebhookHabit.Before => [TimeSpan.Zero],
            WebhookHabit.Twice => [TimeSpan.Zero, TimeSpan.FromSeconds(2)],
            _ => [TimeSpan.FromSeconds(3)],
        };
        var eventId = "evt_" + RandomNumberGenerator.GetHexString(24, lowercase: true);
        foreach (var call in calls)
        {
            await using var owe = new NpgsqlCommand("insert into sandbox.webhooks (event_id, payment_id, due_at) values ($1, $2, $3)", connection, transaction);
            owe.Parameters.AddRange((NpgsqlParameter[])[new() { Value = eventId }, new() { Value = id }, new() { Value = at + call }]);
            await owe.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <returns>Null when there is nothing captured to refund, or not so much.</returns>
    public async Task<string?> RefundAsync(string id, decimal amount, RefundId key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            with paid as (select p.id, p.amount from sandbox.payments p where p.id = $2 and p.outcome = 'captured' for update),
            made as (
                insert into sandbox.refunds (id, payment_id, idempotency_key, amount, created_at)
                select $1, paid.id, $3, $4, $5 from paid
                where paid.amount >= $4 + (select coalesce(sum(r.amount), 0) from sandbox.refunds r where r.payment_id = paid.id and r.idempotency_key <> $3)
                on conflict (idempotency_key) do nothing returning id)
            select id from made union all select r.id from sandbox.refunds r where r.idempotency_key = $3 limit 1
            """);
        command.Parameters.AddRange((NpgsqlParameter[])[
            new() { Value = "rfnd_" + RandomNumberGenerator.GetHexString(24, lowercase: true) }, new() { Value = id }, new() { Value = key.Value }, new() { Value = amount }, new() { Value = clock.GetUtcNow() }]);
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Takes the webhooks that are due; each is handed to one caller and comes back later unless it is delivered.</summary>
    public async Task<IReadOnlyList<(long Id, string EventId, string PaymentId)>> TakeDueWebhooksAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update sandbox.webhooks w set attempts = w.attempts + 1, due_at = $1 + interval '1 second' * least(3600, power(2, w.attempts + 1))
            where w.id in (select id from sandbox.webhooks where delivered_at is null and due_at <= $1 and attempts < 20 order by due_at limit 20 for update skip locked)
            returning w.id, w.event_id, w.payment_id
            """);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(long, string, string)> due = [];
        while (await reader.ReadAsync(ct))
        {
            due.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }

        return due;
    }

    public async Task DeliveredAsync(long webhook, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update sandbox.webhooks set delivered_at = $2 where id = $1");
        command.Parameters.AddRange((NpgsqlParameter[])[new() { Value = webhook }, new() { Value = clock.GetUtcNow() }]);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
