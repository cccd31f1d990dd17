using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>A rider says yes or no to an offer. Saying it again changes nothing and answers the same.</summary>
public sealed class AnswerOfferHandler(IMarketplaceDb db, IDeliveryStore store, TimeProvider clock) : IHandler
{
    /// <returns>The delivery, which is the rider's now.</returns>
    public async Task<Result<DeliveryId>> AcceptAsync(RiderId rider, OfferId offerId, CancellationToken ct)
    {
        if (await FindAsync(rider, offerId, ct) is not { } found)
        {
            return DeliveryErrors.OfferNotFound;
        }

        if (found.Answer == OfferAnswer.Accepted)
        {
            return found.DeliveryId;
        }

        try
        {
            var accepted = await db.InTransactionAsync(() => ClaimAsync(rider, offerId, found.DeliveryId, ct), ct);
            return accepted.IsSuccess ? found.DeliveryId : accepted.Error;
        }
        catch (DbUpdateException raced) when (store.IsRiderTaken(raced))
        {
            return DeliveryErrors.RiderBusy;
        }
    }

    public async Task<Result<Done>> DeclineAsync(RiderId rider, OfferId offerId, CancellationToken ct)
    {
        if (await FindAsync(rider, offerId, ct) is not { } found)
        {
            return DeliveryErrors.OfferNotFound;
        }

        return await db.InTransactionAsync(async () =>
        {
            var delivery = (await store.LockedAsync(db, found.DeliveryId, ct))!;
            var declined = delivery.Decline(offerId, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return declined;
        }, ct);
    }

    /// <summary>First come, first served: the claim is one conditional statement, and it also holds the row for what follows.</summary>
    private async Task<Result<Done>> ClaimAsync(RiderId rider, OfferId offerId, DeliveryId deliveryId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!await store.ClaimAsync(offerId, rider, now, ct))
        {
            var offer = await db.DeliveryOffers.AsNoTracking().SingleAsync(o => o.Id == offerId, ct);
            var isTaken = await db.Deliveries.AnyAsync(d => d.Id == deliveryId && d.RiderId != null, ct);
            return isTaken ? DeliveryErrors.OfferTaken : Delivery.WhyNotOpen(offer, now) ?? DeliveryErrors.OfferTaken;
        }

        var delivery = (await db.Deliveries.WithIdAsync(deliveryId, ct))!;
        var accepted = delivery.Accept(offerId, now);
        await db.SaveChangesAsync(ct);
        return accepted;
    }

    private Task<FoundOffer?> FindAsync(RiderId rider, OfferId id, CancellationToken ct) => db.DeliveryOffers
        .Where(o => o.Id == id && o.RiderId == rider)
        .Select(o => new FoundOffer(EF.Property<DeliveryId>(o, "DeliveryId"), o.Answer))
        .SingleOrDefaultAsync(ct);

    private sealed record FoundOffer(DeliveryId DeliveryId, OfferAnswer Answer);
}
