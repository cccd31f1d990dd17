using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record DeleteVendorProduct(VendorId Vendor, ProductId ProductId);

/// <summary>Orders keep what they were told of the product, so it may go, unless units are promised to an order.</summary>
public sealed class DeleteVendorProductHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(DeleteVendorProduct command, CancellationToken ct)
    {
        if (await db.Products.OwnedBy(command.Vendor).SingleOrDefaultAsync(p => p.Id == command.ProductId, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        VariantId[] variants = [.. product.Variants.Select(v => v.Id)];
        if (await db.Set<StockItem>().AnyAsync(i => variants.Contains(i.VariantId) && i.Reserved > 0, ct))
        {
            return CatalogErrors.PromisedToOrders;
        }

        product.Remove(clock.GetUtcNow());
        db.Products.Remove(product);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}
