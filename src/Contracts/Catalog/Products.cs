using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Catalog;

/// <summary>A node of the category tree. <c>ProductCount</c> counts published products here and below.</summary>
/// <param name="ProductCount">Products on sale in it and below it.</param>
/// <param name="IsActive">Shoppers see it.</param>
/// <param name="Children">What stands below it, in the order in which it is shown.</param>
public sealed record CategoryNode(
    Guid Id, string Slug, string Name, int Hue, ImageDto? Image, int ProductCount, bool IsActive, IReadOnlyList<CategoryNode> Children,
    int Revision) : IRevised;

public sealed record CategoryCrumb(string Slug, string Name);

public sealed record BrandItem(Guid Id, string Slug, string Name, ImageDto? Logo);

/// <param name="Description">What the brand tells of itself; may be empty.</param>
public sealed record BrandDetails(Guid Id, string Slug, string Name, string Description, ImageDto? Logo);

/// <param name="Hue">1 to 12: which of the design system's shop colours.</param>
public sealed record VendorChip(Guid Id, string Slug, string Name, int Hue);

/// <param name="PriceVaries">The variants have different prices; <c>Price</c> is the lowest.</param>
/// <param name="InStock">It can be bought now.</param>
/// <param name="OnlyVariantId">The variant to put into the cart when there is no choice to make.</param>
public sealed record ProductCard(
    Guid Id, string Slug, string Name, VendorChip Vendor, ImageDto? Image, MoneyDto Price, MoneyDto? CompareAt, bool PriceVaries,
    bool InStock, Guid? OnlyVariantId, double? Rating, int RatingCount, string? Unit);

/// <param name="Name">What is chosen: <c>Size</c>.</param>
/// <param name="Values">What can be chosen: <c>500 g</c>, <c>1 kg</c>.</param>
public sealed record OptionTypeDto(string Name, IReadOnlyList<string> Values);

/// <param name="Name">What is told: <c>Shelf life</c>.</param>
/// <param name="Value">What it is: <c>12 months</c>.</param>
public sealed record AttributeDto(string Name, string Value);

/// <param name="Options">Option type to value: <c>{"Size": "M"}</c>.</param>
/// <param name="Available">Units that can be bought now.</param>
/// <param name="IsLow">Few are left.</param>
public sealed record VariantDto(
    Guid Id, string Sku, IReadOnlyDictionary<string, string> Options, MoneyDto Price, MoneyDto? CompareAt, int WeightInGrams,
    int Available, bool IsLow, Guid? ImageId);

/// <param name="Description">Plain text with paragraphs.</param>
/// <param name="Categories">From the top of the tree to the one it stands in.</param>
/// <param name="Brand">Its brand, when it has one.</param>
/// <param name="Videos">Shown after the pictures, in their order.</param>
/// <param name="Options">What can be chosen, in the order in which it is asked.</param>
/// <param name="TaxRate">In percent, in the store's usual region.</param>
/// <param name="Unit">How much the price is for: "500 g".</param>
/// <param name="TaxVaries">Whether it has another rate in another region, so that the address decides.</param>
public sealed record ProductDetails(
    Guid Id, string Slug, string Name, string Description, VendorChip Vendor, IReadOnlyList<CategoryCrumb> Categories, BrandItem? Brand,
    IReadOnlyList<ImageDto> Images, IReadOnlyList<VideoDto> Videos, IReadOnlyList<OptionTypeDto> Options, IReadOnlyList<VariantDto> Variants,
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

/// <param name="Count">Products that would be left.</param>
public sealed record FacetValue(string Slug, string Name, int Count);

/// <summary>How many products have so many stars, or more.</summary>
/// <param name="MinRating">Stars, or more: 1 to 5.</param>
/// <param name="Count">Products that would be left.</param>
public sealed record RatingFacet(int MinRating, int Count);

/// <summary>Counts over everything that the text and the other filters leave.</summary>
/// <param name="Categories">What to choose next: below the chosen category, or beside it.</param>
/// <param name="Brands">Brands of what was found.</param>
/// <param name="Vendors">Shops of what was found.</param>
/// <param name="MinPrice">The lowest price of what was found, in the store's currency.</param>
/// <param name="MaxPrice">The highest price of what was found, in the store's currency.</param>
/// <param name="InStock">How many of them can be bought now.</param>
/// <param name="Ratings">How many of them have so many stars.</param>
public sealed record Facets(
    IReadOnlyList<FacetValue> Categories, IReadOnlyList<FacetValue> Brands, IReadOnlyList<FacetValue> Vendors,
    decimal MinPrice, decimal MaxPrice, int InStock, IReadOnlyList<RatingFacet> Ratings);

/// <param name="Facets">How the list can be narrowed.</param>
public sealed record ProductList(Page<ProductCard> Products, Facets Facets);

/// <summary>What the home page shows, in one answer.</summary>
/// <param name="VendorCount">Shops that may sell.</param>
/// <param name="OpenVendorCount">Of them, those that are open now.</param>
/// <param name="RidersOut">Riders who take deliveries now.</param>
/// <param name="Street">Shops, the open ones first.</param>
/// <param name="Featured">Goods on offer first, then new ones.</param>
/// <param name="Trending">What is bought most these days.</param>
/// <param name="Rails">A few products of each of some categories.</param>
public sealed record HomeDto(
    int VendorCount, int OpenVendorCount, int RidersOut, IReadOnlyList<Vendors.VendorCard> Street, IReadOnlyList<ProductCard> Featured,
    IReadOnlyList<ProductCard> Trending, IReadOnlyList<HomeRail> Rails);

/// <summary>A rail of products of one category.</summary>
/// <param name="CategorySlug">The category's part of an address.</param>
/// <param name="CategoryName">The category's name.</param>
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

    public Task<BrandDetails> BrandAsync(string slug, CancellationToken ct = default) => http.GetAsync<BrandDetails>($"api/v1/brands/{Uri.EscapeDataString(slug)}", ct);

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
