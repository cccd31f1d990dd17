using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the shopper, the shop, the rider and the dispatcher that a delivery moved.</summary>
[RunsLast, Repeatable]
public sealed class ForwardDeliveriesLive(IMarketplaceDb db, LiveMessages live)
    : IReactTo<DeliveryRequested>, IReactTo<DeliveryOffered>, IReactTo<DeliveryOfferEnded>, IReactTo<DeliveryAssigned>, IReactTo<DeliveryTakenAway>, IReactTo<DeliveryReady>,
        IReactTo<DeliveryPickedUp>, IReactTo<DeliveryStarted>, IReactTo<DeliveryDelivered>, IReactTo<DeliveryFailed>, IReactTo<DeliveryReturning>, IReactTo<DeliveryReturned>,
        IReactTo<DeliveryLost>, IReactTo<DeliveryCancelled>, IReactTo<RiderSaved>, IReactTo<RiderWentOnline>, IReactTo<RiderWentOffline>
{
    public Task HandleAsync(DeliveryRequested h, CancellationToken ct) => TellAsync("requested", h.DeliveryId, h.VendorOrderId, h.Number, null, ct);

    /// <summary>The shopper and the shop need not know whom we ask.</summary>
    public async Task HandleAsync(DeliveryOffered happened, CancellationToken ct)
    {
        (string, string)[] facts = [("deliveryId", happened.DeliveryId.Value.ToString()), ("offerId", happened.OfferId.Value.ToString()), ("expiresAt", happened.ExpiresAt.ToString("O"))];
        await live.TellAsync(LiveTopic.Dispatch, "offered", ct, facts);
        if (happened.RiderId is { } rider)
        {
            await live.TellAsync(LiveTopic.Rider(rider), "offer", ct, facts);
        }
    }

    public async Task HandleAsync(DeliveryOfferEnded happened, CancellationToken ct)
    {
        (string, string)[] facts = [("deliveryId", happened.DeliveryId.Value.ToString()), ("offerId", happened.OfferId.Value.ToString()), ("answer", happened.Answer.ToString())];
        await live.TellAsync(LiveTopic.Dispatch, "offer_ended", ct, facts);
        if (happened.RiderId is { } rider)
        {
            await live.TellAsync(LiveTopic.Rider(rider), "offer_ended", ct, facts);
        }
    }

    public Task HandleAsync(DeliveryAssigned h, CancellationToken ct) => TellAsync("assigned", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryTakenAway h, CancellationToken ct) => TellAsync("taken_away", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryReady h, CancellationToken ct) => TellAsync("ready", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryPickedUp h, CancellationToken ct) => TellAsync("picked_up", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryStarted h, CancellationToken ct) => TellAsync("in_transit", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryDelivered h, CancellationToken ct) => TellAsync("delivered", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryFailed h, CancellationToken ct) => TellAsync("failed", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryReturning h, CancellationToken ct) => TellAsync("returning", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryReturned h, CancellationToken ct) => TellAsync("returned", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryLost h, CancellationToken ct) => TellAsync("lost", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(DeliveryCancelled h, CancellationToken ct) => TellAsync("cancelled", h.DeliveryId, h.VendorOrderId, h.Number, h.RiderId, ct);

    public Task HandleAsync(RiderSaved h, CancellationToken ct) => RiderAsync("saved", h.RiderId, ct);

    public Task HandleAsync(RiderWentOnline h, CancellationToken ct) => RiderAsync("online", h.RiderId, ct);

    public Task HandleAsync(RiderWentOffline h, CancellationToken ct) => RiderAsync("offline", h.RiderId, ct);

    private async Task TellAsync(string step, DeliveryId delivery, VendorOrderId part, string number, RiderId? rider, CancellationToken ct)
    {
        (string, string)[] facts = [("number", number), ("deliveryId", delivery.Value.ToString()), ("step", step)];
        await live.TellAsync(LiveTopic.Order(number), "delivery", ct, facts);
        await live.TellAsync(LiveTopic.Dispatch, "delivery", ct, facts);
        if (rider is { } one)
        {
            await live.TellAsync(LiveTopic.Rider(one), "delivery", ct, facts);
        }

        if (await db.Set<VendorOrder>().Where(p => p.Id == part).Select(p => (Guid?)p.VendorId.Value).FirstOrDefaultAsync(ct) is { } vendor)
        {
            await live.TellAsync(LiveTopic.Vendor(new(vendor)), "delivery", ct, facts);
        }
    }

    private async Task RiderAsync(string step, RiderId rider, CancellationToken ct)
    {
        (string, string)[] facts = [("riderId", rider.Value.ToString()), ("step", step)];
        await live.TellAsync(LiveTopic.Rider(rider), "rider", ct, facts);
        await live.TellAsync(LiveTopic.Dispatch, "rider", ct, facts);
    }
}
