using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>A rider may no longer ride: what they have not picked up yet goes to somebody else. What they hold, they finish.</summary>
public sealed class FindAnotherRider(IMarketplaceDb db, IDeliveryStore store, TimeProvider clock) : IReactTo<RiderSaved>
{
    public async Task HandleAsync(RiderSaved happened, CancellationToken ct)
    {
        if (happened.IsActive)
        {
            return;
        }

        var assigned = await db.Deliveries.OwnedBy(happened.RiderId).Where(d => d.State == DeliveryState.Assigned).Select(d => d.Id).ToListAsync(ct);
        foreach (var id in assigned)
        {
            await db.InTransactionAsync<Done>(async () =>
            {
                // Who was let in again meanwhile keeps it.
                if (await store.LockedAsync(db, id, ct) is { } delivery && delivery.RiderId == happened.RiderId
                    && await db.Riders.AnyAsync(r => r.Id == happened.RiderId && !r.IsActive, ct))
                {
                    delivery.FindAnotherRider(clock.GetUtcNow());
                    await db.SaveChangesAsync(ct);
                }

                return new Done();
            }, ct);
        }
    }
}
