using Marketplace.Application.Deliveries;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells a rider that an offer ran out, or that a delivery is theirs no longer: the page they have open may have been out of sight.</summary>
public sealed class TellRiderOfRide(IMarketplaceDb db, Notifier notifier)
    : IReactTo<DeliveryOfferEnded>, IReactTo<DeliveryTakenAway>, IReactTo<DeliveryCancelled>
{
    /// <summary>Told once for a delivery, however often the same rider is asked again.</summary>
    public async Task HandleAsync(DeliveryOfferEnded happened, CancellationToken ct)
    {
        if (happened.Answer != OfferAnswer.TimedOut || await db.DeliveryOffers.AnyAsync(
            o => o.RiderId == happened.RiderId && o.Id != happened.OfferId && o.Answer == OfferAnswer.TimedOut && EF.Property<DeliveryId>(o, "DeliveryId") == happened.DeliveryId && o.AnsweredAt < happened.At, ct))
        {
            return;
        }

        await TellAsync(
            happened.RiderUserId, $"An offer ran out at {notifier.Time(happened.At)}",
            "You did not answer in time, so we ask others. That costs you nothing. Go offline when you take a break.", ct);
    }

    public Task HandleAsync(DeliveryTakenAway happened, CancellationToken ct) => TellAsync(
        happened.RiderUserId, $"{happened.Number} is not yours any more", "Another rider brings it. If you hold the bag, the dispatcher calls you.", ct);

    public async Task HandleAsync(DeliveryCancelled happened, CancellationToken ct)
    {
        if (happened.RiderId is { } rider && await db.Riders.Where(r => r.Id == rider).Select(r => (UserId?)r.UserId).SingleOrDefaultAsync(ct) is { } user)
        {
            await TellAsync(user, $"{happened.Number} is cancelled", $"{happened.Reason.TrimEnd('.')}. You need not fetch it.", ct);
        }
    }

    private async Task TellAsync(UserId rider, string title, string message, CancellationToken ct)
    {
        await notifier.TellAsync(rider, "ride", title, message, "/rider", ct);
        await db.SaveChangesAsync(ct);
    }
}
