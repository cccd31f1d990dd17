using Microsoft.EntityFrameworkCore;

namespace Marketplace.Infrastructure.Shared;

/// <summary>What the relay could not deliver, for the people who mend it.</summary>
public sealed class FailedEvents(MarketplaceDbContext db, TimeProvider clock)
{
    /// <summary>Gives a failed delivery a fresh start; the other consumers of the event do not hear it again.</summary>
    /// <returns>False when there is no such failure (any more).</returns>
    public async Task<bool> RetryAsync(Guid failureId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Database.ExecuteSqlAsync(
            $"""
            with again as (
                update shared.outbox_failures set attempts = 0, parked_at = null, next_attempt_at = {now} where id = {failureId} returning message_id),
            woken as (
                update shared.outbox set delivered_at = null, next_attempt_at = {now} where id in (select message_id from again) returning id)
            select pg_notify('outbox', '') from woken
            """, ct) != 0;
    }
}
