using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

/// <param name="Destination">Null when it is not known yet.</param>
/// <param name="Goods">What the goods are worth, since some shops deliver free from an amount on.</param>
public sealed record EstimateDelivery(string ShopIdOrSlug, Position? Destination, decimal Goods);

/// <summary>Tells what the checkout would: when a shop's rider would be at a place, and for what fee.</summary>
public sealed class EstimateDeliveryHandler(IMarketplaceDb db, ISettings settings, TownTime town, TimeProvider clock) : IHandler
{
    public async Task<Result<DeliveryEstimate>> HandleAsync(EstimateDelivery query, CancellationToken ct)
    {
        var slug = query.ShopIdOrSlug;
        var id = Guid.TryParse(slug, out var known) ? new VendorId(known) : default;
        if (await db.Vendors.AsNoTracking().SingleOrDefaultAsync(v => v.State == VendorState.Approved && (v.Slug == slug || v.Id == id), ct) is not { } shop)
        {
            return VendorErrors.NotFound;
        }

        var now = clock.GetUtcNow();
        var option = Quotes.Delivery(shop, query.Goods, query.Destination, await settings.GetAsync(ct), now);
        var isTimed = option.IsAvailable && shop.OffersDelivery && shop.IsOpenAt(now, town.Zone);
        return new DeliveryEstimate(
            option.IsAvailable && shop.OffersDelivery, shop.OffersDelivery ? option.Reason : $"{shop.Name} does not deliver. You can collect it there.",
            option.Fee, isTimed ? option.From : null, isTimed ? option.To : null, option.DistanceKm, option.Explanation);
    }
}
