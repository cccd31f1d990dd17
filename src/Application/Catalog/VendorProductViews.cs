using System.Buffers.Binary;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <param name="State"><c>DRAFT</c>, <c>PUBLISHED</c> or <c>HIDDEN</c>.</param>
/// <param name="Stock"><c>low</c> (or sold out) or <c>out</c>.</param>
/// <param name="Sort"><c>name</c>, <c>price</c>, <c>-price</c> or <c>sold</c>; the last changed first unless told.</param>
public sealed record VendorProductFilter(string? Search, string? State, string? Stock, string? Sort, ListSlice Slice);

/// <summary>Products as their shop sees them.</summary>
public sealed class VendorProductViews(IMarketplaceDb db, MediaUrls media, TimeProvider clock) : IHandler
{
    public async Task<Page<VendorProductItem>> ListAsync(VendorId vendor, VendorProductFilter filter, CancellationToken ct)
    {
        var found = Filtered(db.Products.AsNoTracking().OwnedBy(vendor), filter);
        var total = await found.CountAsync(ct);
        var (categories, stock, parts) = (db.Categories, db.Set<StockItem>(), db.Set<VendorOrder>());
        var since = clock.GetUtcNow().AddDays(-30);
        var rows = await Ordered(found, filter.Sort).Slice(filter.Slice, p => p.Id, id => new ProductId(id))
            .Select(p => new
            {
                p.Id, p.Slug, p.Name, p.State, p.IsActive, p.PriceFrom, p.PriceTo, p.UpdatedAt,
                Category = categories.Where(c => c.Id == p.CategoryId).Select(c => c.Name).FirstOrDefault(),
                Image = p.Images.OrderBy(i => i.Position).FirstOrDefault(),
                Variants = p.Variants.OrderBy(v => v.Position).Select(v => new { Variant = v, Stock = stock.FirstOrDefault(s => s.VariantId == v.Id) }).ToList(),
                Sold = (from part in parts
                        where part.VendorId == vendor && part.State != VendorOrderState.Cancelled && part.State != VendorOrderState.Pending && part.ArrivesTo > since
                        from line in part.Lines
                        where line.ProductId == p.Id
                        select (int?)line.Quantity).Sum() ?? 0,
            })
            .AsSplitQuery()
            .ToListAsync(ct);
        return filter.Slice.Page(
            [
                .. rows.Select(p =>
                {
                    IReadOnlyList<VendorVariant> variants = [.. p.Variants.Select(v => ToDto(v.Variant, v.Stock))];
                    return new VendorProductItem(
                        p.Id.Value, p.Slug, p.Name, p.State.ToWire(), p.IsActive, p.Category, p.Image is { } image ? media.Image(image.MediaId, image.Alt) : null,
                        p.PriceFrom.ToDto(), p.PriceTo > p.PriceFrom.Amount ? new MoneyDto(p.PriceTo, p.PriceFrom.Currency) : null, variants.Count,
                        variants.Sum(v => v.OnHand), variants.Sum(v => v.Reserved), variants.Any(v => v.OnHand - v.Reserved <= v.LowStockAt), p.Sold, p.UpdatedAt, variants);
                }),
            ],
            total, p => new(null, p.Id));
    }

    public Task<Result<VendorProductDetails>> GetAsync(VendorId vendor, ProductId id, CancellationToken ct) => GetAsync(db.Products.OwnedBy(vendor), id, ct);

    /// <summary>Of any shop, for operations.</summary>
    public async Task<Result<AdminProductDetails>> GetAsync(ProductId id, CancellationToken ct)
    {
        var found = await GetAsync(db.Products, id, ct);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        var products = db.Products;
        var shop = await db.Set<Vendor>().AsNoTracking().Where(v => products.Any(p => p.Id == id && p.VendorId == v.Id)).Select(v => new { v.Id, v.Slug, v.Name, v.Hue }).FirstOrDefaultAsync(ct);
        return shop is null ? CatalogErrors.ProductNotFound
            : new AdminProductDetails(id.Value, found.Value.Revision, new(shop.Id.Value, shop.Slug, shop.Name, shop.Hue), found.Value);
    }

    private async Task<Result<VendorProductDetails>> GetAsync(IQueryable<Product> products, ProductId id, CancellationToken ct)
    {
        if (await products.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } product)
        {
            return CatalogErrors.ProductNotFound;
        }

        VariantId[] ids = [.. product.Variants.Select(v => v.Id)];
        var stock = await db.Set<StockItem>().AsNoTracking().Where(s => ids.Contains(s.VariantId)).ToDictionaryAsync(s => s.VariantId, ct);
        var brand = product.BrandId is { } brandId ? await db.Brands.Where(b => b.Id == brandId).Select(b => b.Name).SingleAsync(ct) : null;
        return new VendorProductDetails(
            product.Id.Value, product.Revision, product.Slug, product.Name, product.Description, product.State.ToWire(), product.IsActive, product.CategoryId?.Value, brand,
            product.TaxClass, [.. product.Images.OrderBy(i => i.Position).Select(i => media.Image(i.MediaId, i.Alt))],
            [.. product.Videos.OrderBy(v => v.Position).Select(v => media.Video(v.MediaId, v.Text, v.PosterId))],
            [.. product.Options.Select(o => new OptionTypeDto(o.Name, o.Values))],
            [.. product.Variants.OrderBy(v => v.Position).Select(v => ToDto(v, stock.GetValueOrDefault(v.Id)))],
            [.. product.Attributes.Select(a => new AttributeDto(a.Name, a.Value))], product.Tags, product.Unit);
    }

    public async Task<Result<VendorVariant>> VariantAsync(VendorId vendor, VariantId id, CancellationToken ct)
    {
        if (await db.Variants.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id && v.VendorId == vendor, ct) is not { } variant)
        {
            return CatalogErrors.VariantNotFound;
        }

        return ToDto(variant, await db.Set<StockItem>().AsNoTracking().SingleOrDefaultAsync(s => s.VariantId == id, ct));
    }

    public async Task<Result<Page<StockMovementItem>>> MovementsAsync(VendorId vendor, VariantId id, ListSlice slice, CancellationToken ct)
    {
        if (!await db.Variants.AnyAsync(v => v.Id == id && v.VendorId == vendor, ct))
        {
            return CatalogErrors.VariantNotFound;
        }

        // What is merely held for an order does not move the shelf.
        var moves = db.Set<StockMovement>().Where(m => m.VariantId == id && m.Change != 0);
        var total = await moves.CountAsync(ct);
        var rows = await moves.OrderByDescending(m => m.Id).Slice(slice, m => m.Id, NumberIn).ToListAsync(ct);
        var page = slice.Page(rows, total, m => new(null, Holding(m.Id)));
        return new Page<StockMovementItem>(
            [.. page.Items.Select(m => new StockMovementItem(m.At, m.Change, m.OnHandAfter, m.Note ?? m.Reason.ToWire(), m.Who, m.OrderId?.Value))],
            total, page.Number, page.Size, page.Next);
    }

    /// <summary>Movements are numbered; a place in a list is said with a GUID.</summary>
    private static Guid Holding(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return new(bytes, bigEndian: true);
    }

    private static long NumberIn(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private IQueryable<Product> Filtered(IQueryable<Product> products, VendorProductFilter filter)
    {
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var term = filter.Search.Trim().ToLowerInvariant();
            products = products.Where(p => p.Name.ToLower().Contains(term) || p.Variants.Any(v => v.Sku.ToLower().Contains(term)));
        }

        products = filter.State switch
        {
            "HIDDEN" => products.Where(p => p.IsHidden),
            { Length: > 0 } word when ProductState.FromWire(word) is { } state => products.Where(p => p.State == state),
            _ => products,
        };
        var stock = db.Set<StockItem>();
        return filter.Stock switch
        {
            "low" => products.Where(p => p.Variants.Any(v => stock.Any(s => s.VariantId == v.Id && s.OnHand - s.Reserved <= s.LowStockAt))),
            "out" => products.Where(p => p.Variants.Any(v => stock.Any(s => s.VariantId == v.Id && s.OnHand - s.Reserved <= 0))),
            _ => products,
        };
    }

    private static IOrderedQueryable<Product> Ordered(IQueryable<Product> products, string? sort) => sort switch
    {
        "name" => products.OrderBy(p => p.Name).ThenBy(p => p.Id),
        "price" => products.OrderBy(p => p.PriceFrom.Amount).ThenBy(p => p.Id),
        "-price" => products.OrderByDescending(p => p.PriceFrom.Amount).ThenBy(p => p.Id),
        "sold" => products.OrderByDescending(p => p.SoldCount).ThenBy(p => p.Id),
        _ => products.OrderByDescending(p => p.UpdatedAt).ThenBy(p => p.Id),
    };

    private static VendorVariant ToDto(Variant variant, StockItem? stock) => new(
        variant.Id.Value, variant.Sku, variant.Options, variant.Price.ToDto(),
        variant.CompareAt is { } before ? new MoneyDto(before, variant.Price.Currency) : null, variant.WeightInGrams,
        stock?.OnHand ?? 0, stock?.Reserved ?? 0, stock?.LowStockAt ?? 0, variant.ImageId?.Value);
}
