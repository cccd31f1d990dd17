using Marketplace.Application.Inventory;
using Marketplace.Application.Media;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Catalog;

public sealed record CreateVendorProduct(VendorId Vendor, string Who, SaveProductRequest Request);

public sealed class CreateVendorProductHandler(IMarketplaceDb db, IStock stock, ISettings settings, IMediaStore media, IVideoStore videos, TimeProvider clock) : IHandler
{
    public Task<Result<ProductId>> HandleAsync(CreateVendorProduct command, CancellationToken ct) => db.InTransactionAsync<ProductId>(async () =>
    {
        var now = clock.GetUtcNow();
        var content = await db.ToContentAsync(command.Request, command.Vendor, self: null, await settings.GetAsync(ct), media, videos, now, ct);
        if (!content.IsSuccess)
        {
            return content.Error;
        }

        // Ids that the caller made up would name variants of others.
        var fresh = content.Value with { Variants = [.. content.Value.Variants.Select(v => v with { Id = null })] };
        var created = Product.Create(command.Vendor, await db.FreeProductSlugAsync(fresh.Name, ct), fresh, now);
        if (!created.IsSuccess)
        {
            return created.Error;
        }

        var product = created.Value;
        db.Products.Add(product);
        await db.SaveChangesAsync(ct);
        await stock.OpenAsync([.. product.Variants.Zip(command.Request.Variants, (v, input) => (v.Id, command.Vendor, input.OnHand, input.LowStockAt))], command.Who, now, ct);
        return product.Id;
    }, ct);
}
