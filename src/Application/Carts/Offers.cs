using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Carts;

/// <summary>A variant as it can be bought now.</summary>
internal sealed record Offer(
    VariantId VariantId, ProductId ProductId, string ProductSlug, string Name, IReadOnlyDictionary<string, string> Options, string Sku, Money Price, decimal? CompareAt,
    MediaId? ImageId, string TaxClass, bool IsPublished, int Available, Vendor Vendor)
{
    public bool IsForSale => IsPublished && Vendor.State == VendorState.Approved;

    public string FullName => VariantText is { } variant ? $"{Name}, {variant}" : Name;

    public string? VariantText => Options.Count == 0 ? null : string.Join(" · ", Options.Values);
}

internal static class Offers
{
    /// <summary>Compiled once: each cart, quote and order asks for it.</summary>
    private static readonly Func<DbContext, VariantId[], IAsyncEnumerable<Offer>> OfVariants = EF.CompileAsyncQuery((DbContext db, VariantId[] ids) => (
        from variant in db.Set<Variant>()
        where ids.Contains(variant.Id)
        join product in db.Set<Product>() on variant.ProductId equals product.Id
        join vendor in db.Set<Vendor>() on product.VendorId equals vendor.Id
        from stock in db.Set<StockItem>().Where(s => s.VariantId == variant.Id).DefaultIfEmpty()
        select new Offer(
            variant.Id, product.Id, product.Slug, product.Name, variant.Options, variant.Sku, variant.Price, variant.CompareAt,
            variant.ImageId ?? product.Images.OrderBy(i => i.Position).Select(i => (MediaId?)i.MediaId).FirstOrDefault(),
            product.TaxClass, product.State == ProductState.Published && product.IsActive && !product.IsHidden,
            stock == null ? 0 : stock.OnHand - stock.Reserved, vendor)).AsNoTracking().IgnoreAutoIncludes());

    extension(IMarketplaceDb db)
    {
        /// <summary>Everything that a cart or a quote needs to know of its variants, in one statement.</summary>
        public async Task<IReadOnlyDictionary<VariantId, Offer>> OffersAsync(IReadOnlyCollection<VariantId> ids, CancellationToken ct)
        {
            Dictionary<VariantId, Offer> offers = [];
            if (ids.Count > 0)
            {
                await foreach (var offer in OfVariants((DbContext)db, [.. ids]).WithCancellation(ct))
                {
                    offers.Add(offer.VariantId, offer);
                }
            }

            return offers;
        }
    }
}
