using Marketplace.Application.Catalog;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Catalog;

internal static class AdminCatalogEndpoints
{
    public static void MapAdminCatalog(this IEndpointRouteBuilder api)
    {
        var products = api.MapGroup("/admin/products").WithTags("Admin products");
        products.MapGet("", List).RequireRight(AdminRight.SeeProducts).WithSummary("List the products of all shops");
        products.MapPost("/{id:guid}/hide", Hide).RequireRight(AdminRight.HideProducts).ChecksRevisionOf<Product>().WithSummary("Take a product out of sight");
        products.MapPost("/{id:guid}/show", Show).RequireRight(AdminRight.HideProducts).ChecksRevisionOf<Product>().WithSummary("Let a hidden product be seen again");
        products.MapGet("/{id:guid}", Get).RequireRight(AdminRight.SeeProducts).WithSummary("Show a product of any shop as the shop edits it");
        products.MapPut("/{id:guid}", Correct).RequireRight(AdminRight.EditProducts).ChecksRevisionOf<Product>(isRequired: true).WithSummary("Change a product of any shop")
            .WithDescription("The reason goes to the shop and into the audit log.");
        products.MapDelete("/{id:guid}", TakeAway).RequireRight(AdminRight.EditProducts).ChecksRevisionOf<Product>().WithSummary("Remove a product of any shop")
            .WithDescription("Orders keep what they were told of it. The reason goes to the shop and into the audit log.");

        var categories = api.MapGroup("/admin/categories").WithTags("Admin products");
        categories.MapGet("", Categories).RequireRight(AdminRight.ManageCategories).WithSummary("Show all categories, also those that shoppers do not see");
        categories.MapGet("/{id:guid}", ShowCategory).RequireRight(AdminRight.ManageCategories).WithSummary("Show a category with what stands below it");
        categories.MapPost("", Create).RequireRight(AdminRight.ManageCategories).WithSummary("Add a category");
        categories.MapPut("/{id:guid}", Update).RequireRight(AdminRight.ManageCategories).ChecksRevisionOf<Category>().WithSummary("Change a category");
        categories.MapPut("/{id:guid}/place", Place).RequireRight(AdminRight.ManageCategories).WithSummary("Move a category among its neighbours");
        categories.MapDelete("/{id:guid}", Remove).RequireRight(AdminRight.ManageCategories).WithSummary("Remove a category")
            .WithDescription("Nothing may stand below it. productsTo names the category into which the products move that stand in it, in the same act.");

        var brands = api.MapGroup("/admin/brands").WithTags("Admin products");
        brands.MapGet("", Brands).RequireRight(AdminRight.ManageCategories).WithSummary("List all brands, also those of which nothing is on sale");
        brands.MapPut("/{id:guid}", SaveBrand).RequireRight(AdminRight.ManageCategories).WithSummary("Change the name, the description and the logo of a brand");
    }

    private static async Task<Ok<Page<AdminProductItem>>> List(
        [AsParameters] Paging paging, string? search, Guid? vendorId, string? state, AdminProductViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(search, vendorId is { } id ? new VendorId(id) : null, state, paging.SliceOr(25), ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Hide(Guid id, ReasonRequest request, HideProductHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), request.Reason), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Show(Guid id, HideProductHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), Reason: null), ct)).ToNoContent();

    private static async Task<Results<Ok<AdminProductDetails>, ProblemHttpResult>> Get(Guid id, VendorProductViews views, CancellationToken ct) =>
        (await views.GetAsync(new ProductId(id), ct)).ToOk();

    private static async Task<Results<Ok<AdminProductDetails>, ProblemHttpResult>> Correct(
        Guid id, string? reason, SaveProductRequest request, CorrectProductHandler handler, VendorProductViews views, CancellationToken ct)
    {
        var corrected = await handler.HandleAsync(new(new(id), reason ?? "", request), ct);
        return corrected.IsSuccess ? (await views.GetAsync(corrected.Value, ct)).ToOk() : corrected.Error.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TakeAway(Guid id, string? reason, TakeProductAwayHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), reason ?? ""), ct)).ToNoContent();

    private static async Task<Ok<IReadOnlyList<CategoryNode>>> Categories(ICatalogReads reads, CancellationToken ct) =>
        TypedResults.Ok(await reads.CategoriesAsync(isAll: true, ct));

    private static async Task<Results<Ok<CategoryNode>, ProblemHttpResult>> ShowCategory(Guid id, ShowCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(id), ct)).ToOk();

    private static async Task<Results<Created<CategoryNode>, ProblemHttpResult>> Create(SaveCategoryRequest request, SaveCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(Id: null, request), ct)).ToCreated(category => $"/api/v1/products?category={category.Slug}");

    private static async Task<Results<Ok<CategoryNode>, ProblemHttpResult>> Update(Guid id, SaveCategoryRequest request, SaveCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), request), ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Place(Guid id, PlaceCategoryRequest request, PlaceCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), request.Place), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, Guid? productsTo, RemoveCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), productsTo is { } target ? new CategoryId(target) : null), ct)).ToNoContent();

    private static async Task<Ok<Page<AdminBrandItem>>> Brands([AsParameters] Paging paging, string? search, AdminBrandViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(search, paging.SliceOr(25), ct));

    private static async Task<Results<Ok<AdminBrandItem>, ProblemHttpResult>> SaveBrand(Guid id, SaveBrandRequest request, SaveBrandHandler handler, AdminBrandViews views, CancellationToken ct)
    {
        var saved = await handler.HandleAsync(new(new(id), request), ct);
        return saved.IsSuccess ? (await views.GetAsync(saved.Value, ct)).ToOk() : saved.Error.ToProblem();
    }
}
