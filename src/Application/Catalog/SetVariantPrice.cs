using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record SetVariantPrice(VendorId Vendor, VariantId VariantId, SetPriceRequest Request);

public sealed class SetVariantPriceHandler(IMarketplaceDb db, ISettings settings, TimeProvider clock) : IHandler
{
    public async Task<Result<VariantId>> HandleAsync(SetVariantPrice command, CancellationToken ct)
    {
        if (await db.Products.OwnedBy(command.Vendor).SingleOrDefaultAsync(p => p.Variants.Any(v => v.Id == command.VariantId), ct) is not { } product)
        {
            return CatalogErrors.VariantNotFound;
        }

        var price = new Money(command.Request.Price, (await settings.GetAsync(ct)).Currency);
        var set = product.SetPrice(command.VariantId, price, command.Request.CompareAt, clock.GetUtcNow());
        if (!set.IsSuccess)
        {
            return set.Error;
        }

        await db.SaveChangesAsync(ct);
        return command.VariantId;
    }
}
