using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>Moves the rider on the maps of those who wait for a parcel of theirs, and on the dispatcher's. Never stored: the next report corrects a lost one.</summary>
public sealed class TellPosition(IMarketplaceDb db, LiveMessages live) : IHandler
{
    public async Task HandleAsync(RiderPosition position, CancellationToken ct)
    {
        var rider = position.RiderId;
        (string, string)[] facts =
        [
            ("riderId", rider.Value.ToString()),
            ("lat", position.Position.Latitude.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
            ("lon", position.Position.Longitude.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
            ("at", position.At.ToString("O")),
        ];
        await live.TellAsync(LiveTopic.Dispatch, "position", ct, facts);
        var numbers = await db.Deliveries.OwnedBy(rider)
            .Where(d => d.State == DeliveryState.PickedUp || d.State == DeliveryState.InTransit)
            .Select(d => d.Number).ToListAsync(ct);
        foreach (var number in numbers)
        {
            await live.TellAsync(LiveTopic.Order(number), "position", ct, facts);
        }
    }
}
