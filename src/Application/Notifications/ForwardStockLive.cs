using Marketplace.Application.Catalog;
using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells open product and cart pages that there are more or fewer units, or that the shop changed the product or took it away.</summary>
[RunsLast, Repeatable]
public sealed class ForwardStockLive(IMarketplaceDb db, LiveMessages live) : IReactTo<StockChanged>, IReactTo<ProductUpdated>
{
    public async Task HandleAsync(StockChanged happened, CancellationToken ct)
    {
        var product = await db.Variants.Where(v => v.Id == happened.VariantId).Select(v => (Guid?)v.ProductId.Value).FirstOrDefaultAsync(ct);
        if (product is { } id)
        {
            await live.TellAsync(
                LiveTopic.Product(new(id)), "stock", ct,
                ("variantId", happened.VariantId.Value.ToString()), ("isAvailable", happened.Available > 0 ? "true" : "false"));
        }
    }

    public Task HandleAsync(ProductUpdated happened, CancellationToken ct) => live.TellAsync(LiveTopic.Product(happened.ProductId), "product", ct);
}
