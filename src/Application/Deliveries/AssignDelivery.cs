using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

public sealed record AssignDelivery(DeliveryId DeliveryId, RiderId RiderId, string Dispatcher, string? Reason = null);

/// <summary>The dispatcher gives a delivery to a rider, over any offer and over any rider; once it is picked up, for a reason.</summary>
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

        var (before, isHeld) = (delivery.RiderId, DeliveryProgress.Held.Contains(delivery.State));
        if (isHeld && string.IsNullOrWhiteSpace(command.Reason))
        {
            return DeliveryErrors.ReasonNeeded;
        }

        var now = clock.GetUtcNow();
        var assigned = isHeld ? delivery.PassOn(rider, command.Reason!, command.Dispatcher, now) : delivery.AssignTo(rider, command.Dispatcher, now);
        if (assigned.IsSuccess)
        {
            audit.Note(new(
                isHeld ? "delivery.passed-on" : "delivery.assigned", AuditSubject.Delivery(delivery.Id), Before: before?.Value.ToString(), After: rider.Id.Value.ToString(), Reason: command.Reason));
            await db.SaveChangesAsync(ct);
        }

        return assigned;
    }
}

public sealed class AssignValidator : AbstractValidator<AssignRequest>
{
    public AssignValidator() => RuleFor(r => r.Reason).MaximumLength(Delivery.ReasonMaxLength);
}
