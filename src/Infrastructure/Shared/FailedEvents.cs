using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Infrastructure.Shared;

/// <summary>What the relay could not deliver, for the people who mend it.</summary>
public sealed class FailedEvents(MarketplaceDbContext db, AuditTrail audit, TimeProvider clock)
{
    public async Task<Page<FailedEvent>> ListAsync(bool? isParked, ListSlice slice, CancellationToken ct)
    {
        var failures = db.Set<OutboxFailure>().AsNoTracking().Where(f => isParked == null || (f.ParkedAt != null) == isParked);
        var items = await failures.Join(db.Set<OutboxMessage>(), f => f.MessageId, m => m.Id, (f, m) => new { f, m })
            .OrderByDescending(x => x.f.FirstFailedAt).ThenByDescending(x => x.f.Id).Slice(slice, x => x.f.FirstFailedAt, x => x.f.Id, id => id)
            .Select(x => new FailedEvent(
                x.f.Id, x.m.Id, x.m.Name != "" ? x.m.Name : x.m.Type, x.f.Consumer, x.f.Attempts, x.f.Error, x.m.OccurredAt, x.f.FirstFailedAt,
                x.f.NextAttemptAt, x.f.ParkedAt, x.m.CorrelationId))
            .ToListAsync(ct);
        return slice.Page(items, await failures.CountAsync(ct), f => new(f.FirstFailedAt, f.Id));
    }

    /// <summary>Gives a failed delivery a fresh start; the other consumers of the event do not hear it again.</summary>
    /// <returns>False when there is no such failure (any more).</returns>
    public async Task<bool> RetryAsync(Guid failureId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isThere = await db.Database.ExecuteSqlAsync(
            $"""
            with again as (
                update shared.outbox_failures set attempts = 0, parked_at = null, next_attempt_at = {now} where id = {failureId} returning message_id)
            update shared.outbox set delivered_at = null, next_attempt_at = {now}, attempts = greatest(attempts, 1) where id in (select message_id from again)
            """, ct) > 0;
        if (isThere)
        {
            audit.Note(new("event.retried", AuditSubject.FailedEvent(failureId)));
            await db.SaveChangesAsync(ct);
        }

        await db.Database.ExecuteSqlAsync($"select pg_notify('outbox', '')", ct);
        await transaction.CommitAsync(ct);
        return isThere;
    }
}
