using Marketplace.Application.Catalog;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Shared;

namespace Marketplace.WebApi.Catalog;

/// <summary>The public catalogue, from ready-made answers.</summary>
internal static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder api)
    {
        var catalog = api.MapGroup("").WithTags("Catalogue").AllowAnonymous();
        catalog.MapGet("/home", Home).Produces<HomeDto>().WithSummary("Show what the home page shows");
        catalog.MapGet("/categories", Categories).Produces<IReadOnlyList<CategoryNode>>().WithSummary("Show the category tree with its counts");
        catalog.MapGet("/brands", Brands).Produces<IReadOnlyList<BrandItem>>().WithSummary("List the brands that have products");
        catalog.MapGet("/brands/{slug}", Brand).Produces<BrandDetails>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Show one brand");
        catalog.MapGet("/products", Products).Produces<ProductList>().ProducesValidationProblem().WithSummary("List or search products, with counts for every filter");
        catalog.MapGet("/products/trending", Trending).Produces<IReadOnlyList<ProductCard>>().WithSummary("List what sells best");
        catalog.MapGet("/products/{idOrSlug}", Product).Produces<ProductDetails>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Show one product");
        catalog.MapGet("/products/{idOrSlug}/variants", Variants).Produces<IReadOnlyList<VariantDto>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("List the variants of a product");
        catalog.MapGet("/products/{id:guid}/related", Related).Produces<IReadOnlyList<ProductCard>>().WithSummary("List products that resemble one");
    }

    private static Task<IResult> Home(HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => new(await reads.HomeAsync(ct), AnswerTags.Products, AnswerTags.Vendors, AnswerTags.Categories, AnswerTags.Riders));

    private static Task<IResult> Categories(HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => new(await reads.CategoriesAsync(isAll: false, ct), AnswerTags.Products, AnswerTags.Categories));

    private static Task<IResult> Brands(HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => new(await reads.BrandsAsync(ct), AnswerTags.Products, AnswerTags.Brands));

    private static Task<IResult> Brand(string slug, HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => await reads.BrandAsync(slug, ct) is { } brand ? new(brand, AnswerTags.Products, AnswerTags.Brands) : null);

    private static Task<IResult> Products([AsParameters] ProductListRequest request, HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => new(await reads.ListAsync(request.ToQuery(), ct), AnswerTags.Products, AnswerTags.Categories));

    private static Task<IResult> Trending(HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => new(await reads.TrendingAsync(ct), AnswerTags.Products));

    private static Task<IResult> Related(Guid id, HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => new(await reads.RelatedAsync(id, ct), AnswerTags.Products));

    private static Task<IResult> Product(string idOrSlug, HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => await reads.ProductAsync(idOrSlug, ct) is { } product ? new(product, Tags(product)) : null);

    private static Task<IResult> Variants(string idOrSlug, HttpContext http, ReadyAnswers answers, ICatalogReads reads) => answers.AnswerAsync(
        http, async ct => await reads.ProductAsync(idOrSlug, ct) is { } product ? new(product.Variants, Tags(product)) : null);

    private static IReadOnlyList<string> Tags(ProductDetails product) =>
    [
        AnswerTags.Of(new ProductId(product.Id)), AnswerTags.Of(new VendorId(product.Vendor.Id)), AnswerTags.Categories, AnswerTags.Brands, AnswerTags.Settings,
        .. product.Variants.Select(v => AnswerTags.Of(new VariantId(v.Id))),
    ];
}
