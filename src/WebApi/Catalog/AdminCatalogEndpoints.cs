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

        var categories = api.MapGroup("/admin/categories").WithTags("Admin products");
        categories.MapGet("", Categories).RequireRight(AdminRight.ManageCategories).WithSummary("Show all categories, also those that shoppers do not see");
        categories.MapGet("/{id:guid}", ShowCategory).RequireRight(AdminRight.ManageCategories).WithSummary("Show a category with what stands below it");
        categories.MapPost("", Create).RequireRight(AdminRight.ManageCategories).WithSummary("Add a category");
        categories.MapPut("/{id:guid}", Update).RequireRight(AdminRight.ManageCategories).ChecksRevisionOf<Category>().WithSummary("Change a category");
    }

    private static async Task<Ok<Page<AdminProductItem>>> List(
        [AsParameters] Paging paging, string? search, Guid? vendorId, string? state, AdminProductViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(search, vendorId is { } id ? new VendorId(id) : null, state, paging.SliceOr(25), ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Hide(Guid id, ReasonRequest request, HideProductHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), request.Reason), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Show(Guid id, HideProductHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), Reason: null), ct)).ToNoContent();

    private static async Task<Ok<IReadOnlyList<CategoryNode>>> Categories(ICatalogReads reads, CancellationToken ct) =>
        TypedResults.Ok(await reads.CategoriesAsync(isAll: true, ct));

    private static async Task<Results<Ok<CategoryNode>, ProblemHttpResult>> ShowCategory(Guid id, ShowCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(id), ct)).ToOk();

    private static async Task<Results<Created<CategoryNode>, ProblemHttpResult>> Create(SaveCategoryRequest request, SaveCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(Id: null, request), ct)).ToCreated(category => $"/api/v1/products?category={category.Slug}");

    private static async Task<Results<Ok<CategoryNode>, ProblemHttpResult>> Update(Guid id, SaveCategoryRequest request, SaveCategoryHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), request), ct)).ToOk();
}
