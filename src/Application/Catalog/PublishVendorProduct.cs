using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <param name="IsPublished">False takes it back to a draft.</param>
public sealed record PublishVendorProduct(VendorId Vendor, ProductId ProductId, bool IsPublished);

public sealed class PublishVendorProductHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(PublishVendorProduct command, CancellationToken ct)
    {
        if (await db.Products.OwnedBy(command.Vendor).SingleOrDefaultAsync(p => p.Id == command.ProductId, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        var result = command.IsPublished ? product.Publish(clock.GetUtcNow()) : product.Unpublish(clock.GetUtcNow());
        if (result.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return result;
    }
}
