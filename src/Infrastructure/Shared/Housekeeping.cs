using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Deletes hourly, in small steps, what is only kept for a while. Nodes may do it at the same time.</summary>
internal sealed class Housekeeping(NpgsqlDataSource database, IOptions<OutboxOptions> outbox, TimeProvider clock, ILogger<Housekeeping> log)
    : RecurringWork(TimeSpan.FromHours(1), clock, log, beginsAtOnce: true)
{
    private static readonly TimeSpan KeyRetention = TimeSpan.FromHours(24);
    private static readonly TimeSpan NewsRetention = TimeSpan.FromDays(90);
    private static readonly TimeSpan LeaseRetention = TimeSpan.FromHours(1);

    /// <summary>A message with a parked failure stays, with its inbox rows: a person may yet start it again.</summary>
    internal async Task TidyAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await DeleteAsync("delete from shared.idempotency_keys where id in (select id from shared.idempotency_keys where started_at < $1 limit 5000)", now - KeyRetention, ct);
        await DeleteAsync(
            """
            delete from shared.outbox where id in (
                select o.id from shared.outbox o where o.delivered_at < $1
                and not exists (select 1 from shared.outbox_failures f where f.message_id = o.id) limit 5000)
            """, now - outbox.Value.Retention, ct);
        await DeleteAsync(
            """
            delete from shared.inbox where (message_id, consumer) in (
                select i.message_id, i.consumer from shared.inbox i where i.handled_at < $1
                and not exists (select 1 from shared.outbox o where o.id = i.message_id) limit 5000)
            """, now - outbox.Value.Retention, ct);
        await DeleteAsync("delete from notifications.notifications where id in (select id from notifications.notifications where at < $1 limit 5000)", now - NewsRetention, ct);
        await DeleteAsync("delete from people.activities where id in (select id from people.activities where at < $1 limit 5000)", now - Activity.Retention, ct);
        await DeleteAsync("delete from people.presence_leases where (user_id, node) in (select user_id, node from people.presence_leases where expires_at < $1 limit 5000)", now - LeaseRetention, ct);
        await DeleteAsync("delete from deliveries.track_points where (delivery_id, at) in (select delivery_id, at from deliveries.track_points where at < $1 limit 5000)", now - TrackPoint.Retention, ct);
        await DeleteAsync("delete from notifications.mails where id in (select id from notifications.mails where queued_at < $1 limit 5000)", now - NewsRetention, ct);
    }

    protected override Task RoundAsync(CancellationToken ct) => TidyAsync(ct);

    private async Task DeleteAsync(string statement, DateTimeOffset before, CancellationToken ct)
    {
        for (var deleted = int.MaxValue; deleted >= 5000;)
        {
            await using var command = database.CreateCommand(statement);
            command.Parameters.Add(new() { Value = before });
            deleted = await command.ExecuteNonQueryAsync(ct);
        }
    }
}
