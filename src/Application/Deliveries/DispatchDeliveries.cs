using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Deliveries;

/// <summary>
/// Takes the next step in the search for riders: ends offers that nobody answered and asks the next rider. One delivery and one
/// transaction at a time, so any number of nodes may do it at once.
/// </summary>
public sealed class DispatchDeliveriesHandler(IMarketplaceDb db, IDeliveryStore store, ISettings settings, TimeProvider clock) : IHandler
{
    /// <summary>How many riders are asked at the same time. One: nobody is made to hurry for nothing.</summary>
    public const int RidersAtOnce = 1;

    /// <summary>A rider whose phone has been silent for longer is not asked.</summary>
    public static readonly TimeSpan FreshPosition = TimeSpan.FromMinutes(5);

    /// <returns>False when nothing was due.</returns>
    public async Task<bool> HandleAsync(CancellationToken ct)
    {
        var rules = await settings.GetAsync(ct);
        var result = await db.InTransactionAsync<bool>(async () =>
        {
            var now = clock.GetUtcNow();
            if (await store.LockNextDueAsync(now, ct) is not { } id || await db.Deliveries.WithIdAsync(id, ct) is not { } delivery)
            {
                return false;
            }

            delivery.EndExpiredOffers(now);
            if (delivery.State == DeliveryState.Searching)
            {
                var riders = await store.NearestRidersAsync(delivery.Id, delivery.Round, delivery.From.Position, now - FreshPosition, rules.RidersWorkInShifts ? now : null, RidersAtOnce, ct);
                if (riders.Count == 0)
                {
                    delivery.FoundNobody(now);
                }
                else
                {
                    delivery.OfferTo(riders, rules.OfferTime, now);
                }
            }

            await db.SaveChangesAsync(ct);
            return true;
        }, ct);
        return result.Value;
    }
}
