using Marketplace.Application.Catalog;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Catalog;

/// <summary>The products of the caller's shop. Another shop's products do not exist here.</summary>
internal static class VendorProductEndpoints
{
    public static void MapVendorProducts(this IEndpointRouteBuilder api)
    {
        var products = api.MapGroup("/vendor/products").WithTags("Vendor products").RequireAuthorization(Policies.Vendor).OpenToApps(ApiScopes.VendorCatalog);
        products.MapGet("", List).Needs(VendorRight.SeeCatalogue).WithSummary("List the shop's products, the last changed first");
        products.MapPost("", Create).Needs(VendorRight.EditCatalogue).WithSummary("Add a product as a draft");
        products.MapPost("/bulk", Bulk).Needs(VendorRight.EditCatalogue).WithSummary("Change many products at once")
            .WithDescription("Each product is changed whole or not at all; the answer names those that were not, and why.");
        products.MapGet("/{id:guid}", Get).Needs(VendorRight.SeeCatalogue).WithSummary("Show a product as its shop edits it");
        products.MapPut("/{id:guid}", Update).Needs(VendorRight.EditCatalogue).ChecksRevisionOf<Product>(isRequired: true).WithSummary("Change a product");
        products.MapDelete("/{id:guid}", Delete).Needs(VendorRight.EditCatalogue).ChecksRevisionOf<Product>().WithSummary("Remove a product");
        products.MapPost("/{id:guid}/publish", Publish).AlsoWhileActing().Needs(VendorRight.EditCatalogue).ChecksRevisionOf<Product>().WithSummary("Put a product on sale");
        products.MapPost("/{id:guid}/unpublish", Unpublish).AlsoWhileActing().Needs(VendorRight.EditCatalogue).ChecksRevisionOf<Product>().WithSummary("Take a product back to a draft");

        var variants = api.MapGroup("/vendor/variants").WithTags("Vendor products").RequireAuthorization(Policies.Vendor).OpenToApps(ApiScopes.VendorCatalog);
        variants.MapPut("/{id:guid}/stock", SetStock).Needs(VendorRight.SetStock).WithSummary("Say how many units are on the shelf");
        variants.MapPut("/{id:guid}/price", SetPrice).Needs(VendorRight.SetPrices).WithSummary("Set the price of a variant");
        variants.MapGet("/{id:guid}/movements", Movements).Needs(VendorRight.SeeCatalogue).WithSummary("List how the stock of a variant moved, the latest first");
    }

    private static async Task<Ok<Page<VendorProductItem>>> List(
        CurrentVendor vendor, [AsParameters] Paging paging, string? search, string? state, string? stock, string? sort, VendorProductViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(vendor.Id, new(search, state, stock, sort, paging.SliceOr(25, isOrdered: !string.IsNullOrEmpty(sort))), ct));

    private static async Task<Results<Ok<VendorProductDetails>, ProblemHttpResult>> Get(CurrentVendor vendor, Guid id, VendorProductViews views, CancellationToken ct) =>
        (await views.GetAsync(vendor.Id, new(id), ct)).ToOk();

    private static async Task<Results<Created<VendorProductDetails>, ProblemHttpResult>> Create(
        CurrentVendor vendor, CurrentUser user, SaveProductRequest request, CreateVendorProductHandler handler, VendorProductViews views, CancellationToken ct)
    {
        var created = await handler.HandleAsync(new(vendor.Id, user.Name, request), ct);
        return created.IsSuccess
            ? (await views.GetAsync(vendor.Id, created.Value, ct)).ToCreated(product => $"/api/v1/vendor/products/{product.Id}")
            : created.Error.ToProblem();
    }

    private static async Task<Results<Ok<VendorProductDetails>, ProblemHttpResult>> Update(
        CurrentVendor vendor, CurrentUser user, Guid id, SaveProductRequest request, EditVendorProductHandler handler, VendorProductViews views, CancellationToken ct)
    {
        var edited = await handler.HandleAsync(new(vendor.Id, new(id), user.Name, request), ct);
        return edited.IsSuccess ? (await views.GetAsync(vendor.Id, edited.Value, ct)).ToOk() : edited.Error.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(CurrentVendor vendor, Guid id, DeleteVendorProductHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(vendor.Id, new(id)), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Publish(CurrentVendor vendor, Guid id, PublishVendorProductHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(vendor.Id, new(id), IsPublished: true), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Unpublish(CurrentVendor vendor, Guid id, PublishVendorProductHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(vendor.Id, new(id), IsPublished: false), ct)).ToNoContent();

    private static async Task<Results<Ok<BulkChangeResult>, ProblemHttpResult>> Bulk(
        CurrentVendor vendor, CurrentUser user, BulkChangeRequest request, ChangeProductsInBulkHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(vendor.Id, user.Name, request), ct)).ToOk();

    private static async Task<Results<Ok<VendorVariant>, ProblemHttpResult>> SetStock(
        CurrentVendor vendor, CurrentUser user, Guid id, SetStockRequest request, SetVariantStockHandler handler, VendorProductViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.HandleAsync(new(vendor.Id, new(id), user.Name, request), ct), views, ct);

    private static async Task<Results<Ok<VendorVariant>, ProblemHttpResult>> SetPrice(
        CurrentVendor vendor, Guid id, SetPriceRequest request, SetVariantPriceHandler handler, VendorProductViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.HandleAsync(new(vendor.Id, new(id), request), ct), views, ct);

    private static async Task<Results<Ok<Page<StockMovementItem>>, ProblemHttpResult>> Movements(
        CurrentVendor vendor, Guid id, [AsParameters] Paging paging, VendorProductViews views, CancellationToken ct) =>
        (await views.MovementsAsync(vendor.Id, new(id), paging.SliceOr(25), ct)).ToOk();

    private static async Task<Results<Ok<VendorVariant>, ProblemHttpResult>> ShowAsync(CurrentVendor vendor, Result<VariantId> changed, VendorProductViews views, CancellationToken ct) =>
        changed.IsSuccess ? (await views.VariantAsync(vendor.Id, changed.Value, ct)).ToOk() : changed.Error.ToProblem();
}
