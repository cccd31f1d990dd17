using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

public sealed record AssignDelivery(DeliveryId DeliveryId, RiderId RiderId, string Dispatcher);

/// <summary>The dispatcher gives a delivery to a rider, over any offer and, until it is picked up, over any rider.</summary>
public sealed class AssignDeliveryHandler(IMarketplaceDb db, IDeliveryStore store, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(AssignDelivery command, CancellationToken ct)
    {
        try
        {
            return await db.InTransactionAsync(() => AssignAsync(command, ct), ct);
        }
        catch (DbUpdateException raced) when (store.IsRiderTaken(raced))
        {
            return DeliveryErrors.RiderBusy;
        }
    }

    private async Task<Result<Done>> AssignAsync(AssignDelivery command, CancellationToken ct)
    {
        if (await store.LockedAsync(db, command.DeliveryId, ct) is not { } delivery)
        {
            return DeliveryErrors.NotFound;
        }

        if (await db.Riders.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.RiderId && r.IsActive, ct) is not { } rider)
        {
            return DeliveryErrors.RiderNotFound;
        }

        if (!rider.IsOnline)
        {
            return DeliveryErrors.RiderOffline;
        }

        if (await db.Deliveries.OwnedBy(rider.Id).Active().CountAsync(d => d.Id != delivery.Id, ct) >= Rider.Capacity)
        {
            return DeliveryErrors.RiderBusy;
        }

        var before = delivery.RiderId;
        var assigned = delivery.AssignTo(rider, command.Dispatcher, clock.GetUtcNow());
        if (assigned.IsSuccess)
        {
            audit.Note(new("delivery.assigned", AuditSubject.Delivery(delivery.Id), Before: before?.Value.ToString(), After: rider.Id.Value.ToString()));
            await db.SaveChangesAsync(ct);
        }

        return assigned;
    }
}
