using Marketplace.Application.Media;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>All that a batch points at, in a handful of queries.</summary>
internal sealed record ImportKnowledge(
    IReadOnlyDictionary<string, Product> BySku, IReadOnlyDictionary<VariantId, StockItem> Stock, IReadOnlyDictionary<string, CategoryId> Categories,
    IReadOnlyDictionary<string, BrandId> Brands, IReadOnlySet<string> TaxClasses, IReadOnlySet<MediaId> MissingPictures, IReadOnlySet<MediaId> MissingVideos, HashSet<string> TakenSlugs)
{
    /// <summary>A slug that nobody has: the handle's own, or with something random behind it.</summary>
    public string TakeSlug(string handle)
    {
        var slug = Slug.From(handle, "product");
        if (!TakenSlugs.Add(slug))
        {
            slug = $"{slug[..Math.Min(slug.Length, Slug.MaxLength - 9)]}-{Guid.CreateVersion7().ToString("N")[^8..]}";
            TakenSlugs.Add(slug);
        }

        return slug;
    }
}

internal sealed class ImportLookups(IMarketplaceDb db, ISettings settings, IMediaStore media, IVideoStore videos, TimeProvider clock) : IUseCasePart
{
    public async Task<ImportKnowledge> LoadAsync(ImportBatch batch, CancellationToken ct)
    {
        string[] skus = [.. batch.Products.SelectMany(p => p.Variants).Select(v => v.Sku).Distinct()];
        var vendor = batch.Vendor;
        var ids = await db.Variants.Where(v => v.VendorId == vendor && skus.Contains(v.Sku)).Select(v => v.ProductId).Distinct().ToListAsync(ct);
        var products = ids.Count == 0 ? [] : await db.Products.Where(p => ids.Contains(p.Id)).AsSplitQuery().ToListAsync(ct);
        VariantId[] variants = [.. products.SelectMany(p => p.Variants).Select(v => v.Id)];
        var stock = variants.Length == 0 ? [] : await db.Set<StockItem>().AsNoTracking().Where(s => variants.Contains(s.VariantId)).ToDictionaryAsync(s => s.VariantId, ct);
        string[] slugs = [.. batch.Products.Select(p => Slug.From(p.Handle, "product")).Distinct()];
        MediaId[] pictures =
        [
            .. batch.Products.SelectMany(p => p.Images.Select(i => i.Image).Concat(p.Variants.Select(v => v.Picture).OfType<string>()))
                .Select(MediaId.Read).OfType<MediaId>().Distinct(),
        ];
        MediaId[] named = [.. batch.Products.SelectMany(p => p.Videos).Select(v => MediaId.Read(v.Video)).OfType<MediaId>().Distinct()];
        return new(
            products.SelectMany(p => p.Variants.Select(v => (v.Sku, Product: p))).ToDictionary(v => v.Sku, v => v.Product, StringComparer.Ordinal),
            stock, await CategoriesAsync(ct), await BrandsAsync(batch, ct), (await settings.GetAsync(ct)).TaxClasses.Select(c => c.Code).ToHashSet(),
            (await media.MissingAsync(pictures, ct)).ToHashSet(), videos.Hold(named).ToHashSet(),
            await db.Products.Where(p => slugs.Contains(p.Slug)).Select(p => p.Slug).ToHashSetAsync(ct));
    }

    /// <summary>By slug, and by name where a slug does not say otherwise.</summary>
    private async Task<Dictionary<string, CategoryId>> CategoriesAsync(CancellationToken ct)
    {
        var all = await db.Categories.OrderBy(c => c.Position).Select(c => new { c.Id, c.Slug, c.Name }).ToListAsync(ct);
        var byName = all.ToDictionary(c => c.Slug, c => c.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var category in all)
        {
            byName.TryAdd(category.Name, category.Id);
        }

        return byName;
    }

    /// <summary>By name as the file has it. Brands that nobody has yet are added with the next save.</summary>
    private async Task<Dictionary<string, BrandId>> BrandsAsync(ImportBatch batch, CancellationToken ct)
    {
        var named = batch.Products.Where(p => p.Brand is { Length: <= Brand.NameMaxLength }).Select(p => p.Brand!).Distinct().ToDictionary(name => name, BrandSlug.Of);
        string[] slugs = [.. named.Values.Distinct()];
        var bySlug = await db.Brands.Where(b => slugs.Contains(b.Slug)).ToDictionaryAsync(b => b.Slug, b => b.Id, ct);
        foreach (var (name, slug) in named.Where(n => !bySlug.ContainsKey(n.Value)).DistinctBy(n => n.Value))
        {
            var brand = Brand.Add(slug, name, clock.GetUtcNow());
            bySlug.Add(slug, brand.Id);
            if (!batch.IsDryRun)
            {
                db.Brands.Add(brand);
            }
        }

        return named.ToDictionary(n => n.Key, n => bySlug[n.Value]);
    }
}
