using Marketplace.Contracts.Catalog;

namespace Marketplace.Application.Catalog;

/// <summary>What shoppers see of the catalogue: published, active products of approved shops, straight from the database.</summary>
public interface ICatalogReads
{
    Task<ProductList> ListAsync(ProductQuery query, CancellationToken ct);

    /// <returns>Null when there is no such product, or when shoppers may not see it.</returns>
    Task<ProductDetails?> ProductAsync(string idOrSlug, CancellationToken ct);

    /// <summary>Products that resemble one, the closest first.</summary>
    Task<IReadOnlyList<ProductCard>> RelatedAsync(Guid productId, CancellationToken ct);

    Task<IReadOnlyList<ProductCard>> TrendingAsync(CancellationToken ct);

    /// <param name="isAll">Also those that are switched off, for operations.</param>
    Task<IReadOnlyList<CategoryNode>> CategoriesAsync(bool isAll, CancellationToken ct);

    Task<IReadOnlyList<BrandItem>> BrandsAsync(CancellationToken ct);

    /// <returns>Null when there is no such brand, or nothing of it is on sale.</returns>
    Task<BrandDetails?> BrandAsync(string slug, CancellationToken ct);

    Task<HomeDto> HomeAsync(CancellationToken ct);
}
