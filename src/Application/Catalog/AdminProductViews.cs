using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <summary>All products, as operations see them.</summary>
public sealed class AdminProductViews(IMarketplaceDb db) : IHandler
{
    /// <param name="state"><c>DRAFT</c>, <c>PUBLISHED</c> or <c>HIDDEN</c>.</param>
    public async Task<Page<AdminProductItem>> ListAsync(string? search, VendorId? vendor, string? state, ListSlice slice, CancellationToken ct)
    {
        var found = db.Products.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var term = search.Trim().ToLowerInvariant();
            found = found.Where(p => p.Name.ToLower().Contains(term) || p.Slug.Contains(term));
        }

        if (vendor is { } one)
        {
            found = found.OwnedBy(one);
        }

        found = state switch
        {
            "HIDDEN" => found.Where(p => p.IsHidden),
            { Length: > 0 } word when ProductState.FromWire(word) is { } known => found.Where(p => p.State == known && !p.IsHidden),
            _ => found,
        };
        var (vendors, stock) = (db.Vendors, db.Set<StockItem>());
        var total = await found.CountAsync(ct);
        var rows = await found.OrderByDescending(p => p.UpdatedAt).ThenBy(p => p.Id).Slice(slice, p => p.Id, id => new ProductId(id))
            .Select(p => new
            {
                p.Id, p.Slug, p.Name, p.State, p.IsActive, p.IsHidden, p.PriceFrom, p.UpdatedAt,
                Vendor = vendors.Where(v => v.Id == p.VendorId).Select(v => new { v.Id, v.Slug, v.Name, v.Hue }).First(),
                OnHand = p.Variants.Sum(v => stock.Where(s => s.VariantId == v.Id).Sum(s => (int?)s.OnHand)) ?? 0,
            })
            .ToListAsync(ct);
        return slice.Page(
            [
                .. rows.Select(p => new AdminProductItem(
                    p.Id.Value, p.Slug, p.Name, new(p.Vendor.Id.Value, p.Vendor.Slug, p.Vendor.Name, p.Vendor.Hue), p.State.ToWire(), p.IsActive, p.IsHidden,
                    p.PriceFrom.ToDto(), p.OnHand, p.UpdatedAt)),
            ],
            total, p => new(null, p.Id));
    }
}
