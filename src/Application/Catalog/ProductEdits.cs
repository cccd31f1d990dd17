using Marketplace.Application.Inventory;
using Marketplace.Application.Media;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <summary>Brings what a form says into a product and its stock, inside the caller's transaction; the same for the shop and for the marketplace.</summary>
public sealed class ProductEdits(IMarketplaceDb db, IStock stock, ISettings settings, IMediaStore media, IVideoStore videos, TimeProvider clock) : IUseCasePart
{
    /// <param name="who">Who puts the first units of new variants on the shelf.</param>
    /// <param name="edit">Asks the product to take the content.</param>
    public async Task<Result<ProductId>> SaveAsync(Product product, SaveProductRequest request, string who, Func<ProductContent, Result<Done>> edit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var content = await db.ToContentAsync(request, product.VendorId, product, await settings.GetAsync(ct), media, videos, now, ct);
        if (!content.IsSuccess)
        {
            return content.Error;
        }

        VariantId[] before = [.. product.Variants.Select(v => v.Id)];
        var edited = edit(content.Value);
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
        await stock.OpenAsync([.. inputs.Where(i => !items.ContainsKey(i.Id)).Select(i => (i.Id, product.VendorId, i.OnHand, i.LowStockAt))], who, now, ct);
        foreach (var (id, _, lowStockAt) in inputs.Where(i => items.TryGetValue(i.Id, out var item) && item.LowStockAt != i.LowStockAt))
        {
            await db.Set<StockItem>().Where(i => i.VariantId == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.LowStockAt, lowStockAt), ct);
        }

        return product.Id;
    }
}
