using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

/// <summary>A shopper's stars count for the product and its shop; a changed answer replaces the earlier one.</summary>
internal sealed class CountRatings(IMarketplaceDb db) : IReactTo<OrderLineRated>
{
    public async Task HandleAsync(OrderLineRated happened, CancellationToken ct)
    {
        var (stars, count) = (happened.Stars - (happened.Before ?? 0), happened.Before is null ? 1 : 0);
        await db.Set<Product>().Where(p => p.Id == happened.ProductId).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.RatingSum, p => p.RatingSum + stars).SetProperty(p => p.RatingCount, p => p.RatingCount + count), ct);
        await db.Set<Vendor>().Where(v => v.Id == happened.VendorId).ExecuteUpdateAsync(
            set => set.SetProperty(v => v.RatingSum, v => v.RatingSum + stars).SetProperty(v => v.RatingCount, v => v.RatingCount + count), ct);
        db.Publish(happened.ProductId.Value, new ProductUpdated(happened.ProductId, happened.VendorId, happened.At));
        await db.SaveChangesAsync(ct);
    }
}
