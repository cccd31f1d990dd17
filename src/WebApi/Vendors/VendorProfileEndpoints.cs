using Marketplace.Application.Vendors;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Vendors;

internal static class VendorProfileEndpoints
{
    public static void MapVendorProfile(this IEndpointRouteBuilder api)
    {
        api.MapPost("/vendors", Register).WithTags("Shops").RequireAuthorization(Policies.SignedIn).WithSummary("Open a shop, which waits for approval");

        var profile = api.MapGroup("/vendor/profile").WithTags("Vendor profile").RequireAuthorization(Policies.Vendor);
        profile.MapGet("", Get).Needs(VendorRight.SeeShop).OpenToApps(ApiScopes.VendorOrders, ApiScopes.VendorCatalog).WithSummary("Show the shop as its owner edits it");
        profile.MapPut("", Save).Needs(VendorRight.EditShop).ChecksRevisionOf<Vendor>(isRequired: true).WithSummary("Change what the shop tells about itself");
        profile.MapPut("/taking-orders", SetTakingOrders).AlsoWhileActing().Needs(VendorRight.PauseOrders).ChecksRevisionOf<Vendor>().WithSummary("Take orders, or pause");

        var vendors = api.MapGroup("/admin/vendors").WithTags("Admin shops");
        vendors.MapGet("", List).RequireRight(AdminRight.SeeShops).WithSummary("List all shops, those that wait for approval first");
        vendors.MapGet("/{id:guid}", GetAny).RequireRight(AdminRight.SeeShops).WithSummary("Show a shop");
        vendors.MapPost("/{id:guid}/approve", Approve).RequireRight(AdminRight.JudgeShops).ChecksRevisionOf<Vendor>().WithSummary("Let a shop sell");
        vendors.MapPost("/{id:guid}/suspend", Suspend).RequireRight(AdminRight.JudgeShops).ChecksRevisionOf<Vendor>().WithSummary("Stop a shop from selling");
        vendors.MapPut("/{id:guid}/commission", AgreeCommission).RequireRight(AdminRight.ChangeSettings).RequireRecentSignIn().ChecksRevisionOf<Vendor>()
            .WithSummary("Say what the marketplace keeps of the goods in orders from now on");
    }

    private static async Task<Results<Created<VendorProfile>, ProblemHttpResult>> Register(
        CurrentUser user, RegisterVendorRequest request, RegisterVendorHandler handler, VendorViews views, CancellationToken ct)
    {
        var registered = await handler.HandleAsync(new(user.Id, request), ct);
        return registered.IsSuccess
            ? (await views.ProfileAsync(registered.Value, ct)).ToCreated(_ => "/api/v1/vendor/profile")
            : registered.Error.ToProblem();
    }

    private static async Task<Results<Ok<VendorProfile>, ProblemHttpResult>> Get(CurrentVendor vendor, VendorViews views, CancellationToken ct) =>
        (await views.ProfileAsync(vendor.Id, ct)).ToOk();

    private static async Task<Results<Ok<VendorProfile>, ProblemHttpResult>> Save(
        CurrentVendor vendor, SaveVendorProfileRequest request, SaveVendorProfileHandler handler, VendorViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.HandleAsync(new(vendor.Id, request), ct), views, ct);

    private static async Task<Results<Ok<VendorProfile>, ProblemHttpResult>> SetTakingOrders(
        CurrentVendor vendor, SetTakingOrdersRequest request, SetTakingOrdersHandler handler, VendorViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.HandleAsync(new(vendor.Id, request), ct), views, ct);

    private static async Task<Ok<Page<AdminVendorItem>>> List([AsParameters] Paging paging, string? search, string? state, VendorViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(search, state, paging.SliceOr(25), ct));

    private static async Task<Results<Ok<VendorProfile>, ProblemHttpResult>> GetAny(Guid id, VendorViews views, CancellationToken ct) =>
        (await views.ProfileAsync(new(id), ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Approve(Guid id, JudgeVendorHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), SuspendBecause: null), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Suspend(Guid id, ReasonRequest request, JudgeVendorHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), request.Reason), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> AgreeCommission(Guid id, CommissionRequest request, AgreeCommissionHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(new(id), request.Percent), ct)).ToNoContent();

    private static async Task<Results<Ok<VendorProfile>, ProblemHttpResult>> ShowAsync(CurrentVendor vendor, Result<Done> saved, VendorViews views, CancellationToken ct) =>
        saved.IsSuccess ? (await views.ProfileAsync(vendor.Id, ct)).ToOk() : saved.Error.ToProblem();
}
