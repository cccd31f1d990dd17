using System.Text;
using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>Writes all products of a shop as our own CSV, a few hundred at a time.</summary>
public sealed class ExportProductsHandler(IMarketplaceDb db) : IHandler
{
    private const int BatchSize = 400;

    public async Task HandleAsync(VendorId vendor, Stream to, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 32 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await WriteAsync(writer, MarketplaceFormat.Heading, ct);
        var categories = await db.Categories.ToDictionaryAsync(c => c.Id, c => c.Slug, ct);
        var last = "";
        while (true)
        {
            var after = last;
            var batch = await db.Products.AsNoTracking().OwnedBy(vendor).Where(p => string.Compare(p.Slug, after) > 0).OrderBy(p => p.Slug).Take(BatchSize).AsSplitQuery().ToListAsync(ct);
            VariantId[] variants = [.. batch.SelectMany(p => p.Variants).Select(v => v.Id)];
            BrandId?[] brandIds = [.. batch.Select(p => p.BrandId).Distinct()];
            var stock = await db.Set<StockItem>().Where(s => variants.Contains(s.VariantId)).ToDictionaryAsync(s => s.VariantId, s => (s.OnHand, s.LowStockAt), ct);
            var brands = await db.Brands.Where(b => brandIds.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => b.Name, ct);
            foreach (var product in batch)
            {
                foreach (var row in MarketplaceFormat.Write(
                    product, product.CategoryId is { } category ? categories[category] : null, product.BrandId is { } brand ? brands[brand] : null, stock))
                {
                    await WriteAsync(writer, row, ct);
                }
            }

            if (batch.Count < BatchSize)
            {
                return;
            }

            last = batch[^1].Slug;
        }
    }

    private static async Task WriteAsync(StreamWriter writer, IEnumerable<string> fields, CancellationToken ct) =>
        await writer.WriteLineAsync(CsvText.Row(fields).AsMemory(), ct);
}
