using Marketplace.Application.Deliveries;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Orders;

/// <summary>The order follows its parcel. Hearing the same step again changes nothing: the part is past it already.</summary>
internal sealed class FollowDeliveries(OrderSteps orders)
    : IReactTo<DeliveryPickedUp>, IReactTo<DeliveryDelivered>, IReactTo<DeliveryFailed>, IReactTo<DeliveryReturned>, IReactTo<DeliveryLost>
{
    public Task HandleAsync(DeliveryPickedUp happened, CancellationToken ct) => orders.ShipAsync(happened.VendorOrderId, happened.RiderName, ct);

    public Task HandleAsync(DeliveryDelivered happened, CancellationToken ct) => orders.DeliverAsync(happened.VendorOrderId, happened.RiderName, ct);

    public Task HandleAsync(DeliveryFailed happened, CancellationToken ct) =>
        orders.FailAsync(happened.VendorOrderId, happened.Who, happened.Reason.InWords(), ct);

    public Task HandleAsync(DeliveryReturned happened, CancellationToken ct) => orders.TakeBackAsync(happened.VendorOrderId, happened.Who, ct);

    public Task HandleAsync(DeliveryLost happened, CancellationToken ct) => orders.LoseAsync(happened.VendorOrderId, happened.Reason, ct);
}
