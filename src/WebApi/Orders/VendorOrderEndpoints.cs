using Marketplace.Application.Orders;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Orders;

internal static class VendorOrderEndpoints
{
    public static void MapVendorOrders(this IEndpointRouteBuilder api)
    {
        var orders = api.MapGroup("/vendor/orders").WithTags("Vendor orders").RequireAuthorization(Policies.Vendor).OpenToApps(ApiScopes.VendorOrders);
        orders.MapGet("", List).Needs(VendorRight.SeeOrders).WithSummary("List the shop's orders, newest first");
        orders.MapGet("/open", Open).Needs(VendorRight.SeeOrders).WithSummary("List what needs hands now, oldest first");
        orders.MapGet("/{id:guid}", Get).Needs(VendorRight.SeeOrders).WithSummary("Show one of the shop's orders");
        orders.MapPost("/{id:guid}/accept", Accept).Needs(VendorRight.WorkOrders).WithSummary("Accept an order and say how long it takes");
        orders.MapPost("/{id:guid}/reject", Reject).Needs(VendorRight.WorkOrders).AlsoWhileSuspended().WithSummary("Reject an order; the shopper gets everything back");
        orders.MapPost("/{id:guid}/ready", Ready).Needs(VendorRight.WorkOrders).AlsoWhileSuspended().WithSummary("Say that an order is packed");
        orders.MapPost("/{id:guid}/cancel", Reject).Needs(VendorRight.WorkOrders).AlsoWhileSuspended().WithName("VendorOrder_Cancel").WithSummary("Cancel an accepted order; the shopper gets everything back");
        orders.MapPost("/{id:guid}/hand-over", HandOver).Needs(VendorRight.WorkOrders).AlsoWhileSuspended().WithSummary("Give a collected order to its shopper, against the PIN");
    }

    private static async Task<Ok<Page<VendorOrderItem>>> List(
        CurrentVendor vendor, [AsParameters] Paging paging, string? search, string? state, DateOnly? from, DateOnly? to, VendorOrderViews views, TownTime town, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(vendor.Id, new(search, state, town.StartOf(from), town.EndOf(to), paging.SliceOr(25)), ct));

    private static async Task<Ok<IReadOnlyList<VendorOrderItem>>> Open(CurrentVendor vendor, VendorOrderViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.OpenAsync(vendor.Id, ct));

    private static async Task<Results<Ok<VendorOrderDetails>, ProblemHttpResult>> Get(CurrentVendor vendor, Guid id, VendorOrderViews views, CancellationToken ct) =>
        (await views.ShowAsync(vendor.Id, VendorOrderId.From(id), vendor.May(VendorRight.SeeMoney), ct)).ToOk();

    private static async Task<Results<Ok<VendorOrderDetails>, ProblemHttpResult>> Accept(
        CurrentVendor vendor, Guid id, AcceptOrderRequest request, OrderSteps handler, VendorOrderViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.AcceptAsync(vendor.Id, VendorOrderId.From(id), TimeSpan.FromMinutes(request.PreparationMinutes), ct), views, ct);

    private static async Task<Results<Ok<VendorOrderDetails>, ProblemHttpResult>> Reject(
        CurrentVendor vendor, Guid id, RejectOrderRequest request, OrderSteps handler, VendorOrderViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.CancelByVendorAsync(vendor.Id, VendorOrderId.From(id), RejectReasons.InWords(request), ct), views, ct);

    private static async Task<Results<Ok<VendorOrderDetails>, ProblemHttpResult>> Ready(
        CurrentVendor vendor, Guid id, OrderSteps handler, VendorOrderViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.MakeReadyAsync(vendor.Id, VendorOrderId.From(id), ct), views, ct);

    private static async Task<Results<Ok<VendorOrderDetails>, ProblemHttpResult>> HandOver(
        CurrentVendor vendor, Guid id, HandOverRequest request, OrderSteps handler, VendorOrderViews views, CancellationToken ct) =>
        await ShowAsync(vendor, await handler.HandOverAsync(vendor.Id, VendorOrderId.From(id), request.Pin, ct), views, ct);

    private static async Task<Results<Ok<VendorOrderDetails>, ProblemHttpResult>> ShowAsync(CurrentVendor vendor, Result<VendorOrder> changed, VendorOrderViews views, CancellationToken ct) =>
        changed.IsSuccess ? (await views.ShowAsync(vendor.Id, changed.Value.Id, vendor.May(VendorRight.SeeMoney), ct)).ToOk() : changed.Error.ToProblem();
}
