using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>When a delivery is expected at the customer's door, from what is known at this moment.</summary>
public static class Expectation
{
    /// <param name="riderAt">The rider's last position, when there is one.</param>
    public static ArrivalWindow? Of(DeliveryState state, bool isReady, DateTimeOffset readyBy, Position shop, Position door, string? vehicle, Position? riderAt, DateTimeOffset now)
    {
        switch (state)
        {
            case DeliveryState.PickedUp or DeliveryState.InTransit:
                var onTheWay = now + Travel.Ride(Travel.StreetMetres(riderAt ?? shop, door), vehicle) + (state == DeliveryState.PickedUp ? Travel.Handover : TimeSpan.FromMinutes(1));
                return ArrivalWindow.Around(onTheWay, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));

            case DeliveryState.Searching or DeliveryState.Offered or DeliveryState.Assigned:
                var packed = isReady || readyBy < now ? now : readyBy;
                var riderThere = now + (state == DeliveryState.Assigned && riderAt is { } at ? Travel.Ride(Travel.StreetMetres(at, shop), vehicle) : Travel.TimeToFindARider);
                var leaves = (packed > riderThere ? packed : riderThere) + Travel.Handover;
                return ArrivalWindow.Around(leaves + Travel.Ride(Travel.StreetMetres(shop, door), vehicle) + Travel.Handover, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(8));

            default:
                return null;
        }
    }
}
