using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Catalog;

/// <summary>A node of the category tree. <c>ProductCount</c> counts published products here and below.</summary>
public sealed record CategoryNode(
    Guid Id, string Slug, string Name, int Hue, ImageDto? Image, int ProductCount, bool IsActive, IReadOnlyList<CategoryNode> Children);

public sealed record CategoryCrumb(string Slug, string Name);

public sealed record BrandItem(Guid Id, string Slug, string Name, ImageDto? Logo);

/// <param name="Hue">1 to 12: which of the design system's shop colours.</param>
public sealed record VendorChip(Guid Id, string Slug, string Name, int Hue);

/// <param name="OnlyVariantId">The variant to put into the cart when there is no choice to make.</param>
/// <param name="PriceVaries">The variants have different prices; <c>Price</c> is the lowest.</param>
public sealed record ProductCard(
    Guid Id, string Slug, string Name, VendorChip Vendor, ImageDto? Image, MoneyDto Price, MoneyDto? CompareAt, bool PriceVaries,
    bool InStock, Guid? OnlyVariantId, double? Rating, int RatingCount, string? Unit);

public sealed record OptionTypeDto(string Name, IReadOnlyList<string> Values);

public sealed record AttributeDto(string Name, string Value);

/// <param name="Options">Option type to value: <c>{"Size": "M"}</c>.</param>
/// <param name="Available">Units that can be bought now.</param>
public sealed record VariantDto(
    Guid Id, string Sku, IReadOnlyDictionary<string, string> Options, MoneyDto Price, MoneyDto? CompareAt, int WeightInGrams,
    int Available, bool IsLow, Guid? ImageId);

/// <param name="TaxRate">In percent, in the store's usual region.</param>
/// <param name="Unit">How much the price is for: "500 g".</param>
/// <param name="TaxVaries">Whether it has another rate in another region, so that the address decides.</param>
public sealed record ProductDetails(
    Guid Id, string Slug, string Name, string Description, VendorChip Vendor, IReadOnlyList<CategoryCrumb> Categories, BrandItem? Brand,
    IReadOnlyList<ImageDto> Images, IReadOnlyList<OptionTypeDto> Options, IReadOnlyList<VariantDto> Variants,
    IReadOnlyList<AttributeDto> Attributes, IReadOnlyList<string> Tags, double? Rating, int RatingCount,
    decimal TaxRate, bool PriceIncludesTax, DateTimeOffset UpdatedAt, string? Unit, bool TaxVaries = false);

/// <summary>What to list. Every member is optional; the names are those of the query string.</summary>
/// <param name="Sort"><c>relevance</c>, <c>newest</c>, <c>price</c>, <c>-price</c>, <c>rating</c>, <c>trending</c> or <c>name</c>.</param>
/// <param name="Size">1 to 100, 24 unless told.</param>
public sealed record ProductQuery(
    string? Q = null, string? Category = null, string? Vendor = null, IReadOnlyList<string>? Brand = null, decimal? MinPrice = null,
    decimal? MaxPrice = null, bool InStock = false, int? MinRating = null, string? Sort = null, int Page = 1, int Size = 24)
{
    public string ToQueryString() => ApiHttp.Query(
        ("q", Q), ("category", Category), ("vendor", Vendor), ("brand", Brand), ("minPrice", MinPrice), ("maxPrice", MaxPrice),
        ("inStock", InStock), ("minRating", MinRating), ("sort", Sort), ("page", Page == 1 ? null : Page), ("size", Size == 24 ? null : Size));
}

public sealed record FacetValue(string Slug, string Name, int Count);

/// <summary>How many products have so many stars, or more.</summary>
public sealed record RatingFacet(int MinRating, int Count);

/// <summary>Counts over everything that the text and the other filters leave.</summary>
public sealed record Facets(
    IReadOnlyList<FacetValue> Categories, IReadOnlyList<FacetValue> Brands, IReadOnlyList<FacetValue> Vendors,
    decimal MinPrice, decimal MaxPrice, int InStock, IReadOnlyList<RatingFacet> Ratings);

public sealed record ProductList(Page<ProductCard> Products, Facets Facets);

/// <summary>What the home page shows, in one answer.</summary>
public sealed record HomeDto(
    int VendorCount, int OpenVendorCount, int RidersOut, IReadOnlyList<Vendors.VendorCard> Street, IReadOnlyList<ProductCard> Featured,
    IReadOnlyList<ProductCard> Trending, IReadOnlyList<HomeRail> Rails);

/// <summary>A rail of products of one category.</summary>
public sealed record HomeRail(string CategorySlug, string CategoryName, IReadOnlyList<ProductCard> Products);

/// <summary>The public catalogue.</summary>
public sealed class CatalogClient(HttpClient http)
{
    /// <summary>Where products are looked for.</summary>
    public const string Search = "/api/v1/products";

    public Task<HomeDto> HomeAsync(CancellationToken ct = default) => http.GetAsync<HomeDto>("api/v1/home", ct);

    public Task<IReadOnlyList<CategoryNode>> CategoriesAsync(CancellationToken ct = default) =>
        http.GetAsync<IReadOnlyList<CategoryNode>>("api/v1/categories", ct);

    public Task<IReadOnlyList<BrandItem>> BrandsAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<BrandItem>>("api/v1/brands", ct);

    public Task<ProductList> ProductsAsync(ProductQuery query, CancellationToken ct = default) =>
        http.GetAsync<ProductList>("api/v1/products" + query.ToQueryString(), ct);

    /// <param name="idOrSlug">The product's id or its slug.</param>
    public Task<ProductDetails> ProductAsync(string idOrSlug, CancellationToken ct = default) =>
        http.GetAsync<ProductDetails>($"api/v1/products/{Uri.EscapeDataString(idOrSlug)}", ct);

    public Task<IReadOnlyList<ProductCard>> RelatedAsync(Guid productId, CancellationToken ct = default) =>
        http.GetAsync<IReadOnlyList<ProductCard>>($"api/v1/products/{productId}/related", ct);

    public Task<IReadOnlyList<ProductCard>> TrendingAsync(CancellationToken ct = default) =>
        http.GetAsync<IReadOnlyList<ProductCard>>("api/v1/products/trending", ct);
}
