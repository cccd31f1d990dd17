using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;

namespace Marketplace.Application.Deliveries;

/// <summary>Somebody needs a rider, or a rider became free: look now instead of with the next sweep.</summary>
public sealed class WakeDispatch(DispatchSignal signal)
    : IReactTo<DeliveryRequested>, IReactTo<DeliveryReady>, IReactTo<DeliveryOfferEnded>, IReactTo<DeliveryDelivered>, IReactTo<DeliveryReturned>,
        IReactTo<DeliveryLost>, IReactTo<DeliveryCancelled>, IReactTo<DeliveryTakenAway>, IReactTo<RiderWentOnline>
{
    public Task HandleAsync(DeliveryRequested happened, CancellationToken ct) => Wake();

    public Task HandleAsync(DeliveryReady happened, CancellationToken ct) => Wake();

    public Task HandleAsync(DeliveryOfferEnded happened, CancellationToken ct) => Wake();

    public Task HandleAsync(DeliveryDelivered happened, CancellationToken ct) => Wake();

    public Task HandleAsync(DeliveryReturned happened, CancellationToken ct) => Wake();

    public Task HandleAsync(DeliveryLost happened, CancellationToken ct) => Wake();

    public Task HandleAsync(DeliveryTakenAway happened, CancellationToken ct) => Wake();

    public Task HandleAsync(DeliveryCancelled happened, CancellationToken ct) => Wake();

    public Task HandleAsync(RiderWentOnline happened, CancellationToken ct) => Wake();

    private Task Wake()
    {
        signal.Raise();
        return Task.CompletedTask;
    }
}
