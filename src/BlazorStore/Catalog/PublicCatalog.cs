using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorStore.Catalog;

/// <summary>What everybody sees: the catalogue and the shops, asked for without anybody's identity.</summary>
internal sealed class PublicCatalog(CatalogClient catalog, VendorsClient vendors, SettingsClient settings, FreshCache cache)
{
    public Task<HomeDto> HomeAsync() => cache.GetAsync("home", catalog.HomeAsync);
    public Task<IReadOnlyList<CategoryNode>> CategoriesAsync() => cache.GetAsync("categories", catalog.CategoriesAsync);

    /// <summary>The top of the category tree, without aisles in which nothing stands.</summary>
    public async Task<IReadOnlyList<CategoryNode>> AislesAsync() => [.. (await CategoriesAsync()).Where(c => c.ProductCount > 0)];

    public Task<IReadOnlyList<BrandItem>> BrandsAsync() => cache.GetAsync("brands", catalog.BrandsAsync);
    public Task<BrandDetails> BrandAsync(string slug) => cache.GetAsync($"brand/{slug}", ct => catalog.BrandAsync(slug, ct));
    public Task<ProductDetails> ProductAsync(string slug) => cache.GetAsync($"product/{slug}", ct => catalog.ProductAsync(slug, ct));
    public Task<IReadOnlyList<ProductCard>> RelatedAsync(Guid id) => cache.GetAsync($"related/{id}", ct => catalog.RelatedAsync(id, ct));
    public Task<ProductList> ProductsAsync(ProductQuery query) => cache.GetAsync($"products{query.ToQueryString()}", ct => catalog.ProductsAsync(query, ct));
    public Task<VendorDetails> ShopAsync(string slug) => cache.GetAsync($"shop/{slug}", ct => vendors.GetAsync(slug, ct));

    /// <summary>The states that an address asks for, because tax depends on them.</summary>
    public async Task<IReadOnlyList<StateOption>> StatesAsync() => (await cache.GetAsync("store", settings.StoreAsync)).States;

    /// <summary>For one shopper's place, so not kept.</summary>
    public Task<DeliveryEstimate> DeliveryAsync(string shop, PositionDto to, decimal goods, CancellationToken ct) => vendors.EstimateDeliveryAsync(shop, to, goods, ct);

    public Task<IReadOnlyList<VendorCard>> ShopsAsync(string? sort, PositionDto? near) =>
        cache.GetAsync($"shops/{sort}/{near}", ct => vendors.ListAsync(sort, near, ct));
}
