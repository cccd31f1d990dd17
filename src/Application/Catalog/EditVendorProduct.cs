using Marketplace.Application.Inventory;
using Marketplace.Application.Media;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public sealed record EditVendorProduct(VendorId Vendor, ProductId ProductId, string Who, SaveProductRequest Request);

public sealed class EditVendorProductHandler(IMarketplaceDb db, IStock stock, ISettings settings, IMediaStore media, TimeProvider clock) : IHandler
{
    public Task<Result<ProductId>> HandleAsync(EditVendorProduct command, CancellationToken ct) => db.InTransactionAsync<ProductId>(async () =>
    {
        var (now, request) = (clock.GetUtcNow(), command.Request);
        if (await db.Products.OwnedBy(command.Vendor).SingleOrDefaultAsync(p => p.Id == command.ProductId, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        var content = await db.ToContentAsync(request, command.Vendor, product.Id, await settings.GetAsync(ct), media, now, ct);
        if (!content.IsSuccess)
        {
            return content.Error;
        }

        VariantId[] before = [.. product.Variants.Select(v => v.Id)];
        var edited = product.Edit(content.Value, now);
        if (!edited.IsSuccess)
        {
            return edited.Error;
        }

        var items = await db.Set<StockItem>().AsNoTracking().Where(i => before.Contains(i.VariantId)).ToDictionaryAsync(i => i.VariantId, ct);
        if (before.Except(product.Variants.Select(v => v.Id)).Any(gone => items.TryGetValue(gone, out var item) && item.Reserved > 0))
        {
            return CatalogErrors.PromisedToOrders;
        }

        await db.SaveChangesAsync(ct);
        var inputs = product.Variants.OrderBy(v => v.Position).Zip(request.Variants, (v, input) => (v.Id, input.OnHand, input.LowStockAt)).ToArray();
        await stock.OpenAsync([.. inputs.Where(i => !items.ContainsKey(i.Id)).Select(i => (i.Id, command.Vendor, i.OnHand, i.LowStockAt))], command.Who, now, ct);
        foreach (var (id, _, lowStockAt) in inputs.Where(i => items.TryGetValue(i.Id, out var item) && item.LowStockAt != i.LowStockAt))
        {
            await db.Set<StockItem>().Where(i => i.VariantId == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.LowStockAt, lowStockAt), ct);
        }

        return product.Id;
    }, ct);
}
