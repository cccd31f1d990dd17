using Marketplace.Application.Deliveries;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Deliveries;

internal static class DispatchEndpoints
{
    public static void MapDispatch(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("/admin").WithTags("Dispatch");
        admin.MapGet("/dispatch", Board).RequireRight(AdminRight.SeeDeliveries).WithSummary("Show everything under way and everybody who rides");
        admin.MapGet("/deliveries", Deliveries).RequireRight(AdminRight.SeeDeliveries).WithSummary("List deliveries, newest first");
        admin.MapGet("/deliveries/{deliveryId:guid}/track", Track).RequireRight(AdminRight.SeeDeliveries).WithSummary("Show the way that a delivery took, as long as it is kept");
        admin.MapPost("/deliveries/{deliveryId:guid}/assign", Assign).RequireRight(AdminRight.AssignDeliveries).WithSummary("Give a delivery to a rider by hand, for a reason once another one holds the parcel");
        admin.MapPost("/deliveries/{deliveryId:guid}/resolve", Resolve).RequireRight(AdminRight.AssignDeliveries).RequireRecentSignIn().WithSummary("Say in a rider's place how a ride ended; what is lost is paid back");
        admin.MapGet("/riders", Riders).RequireRight(AdminRight.SeeRiders).WithSummary("List riders by name");
        admin.MapGet("/riders/{riderId:guid}", ShowRider).RequireRight(AdminRight.SeeRiders).WithSummary("Show a rider");
        admin.MapPost("/riders", AddRider).RequireRight(AdminRight.ManageRiders).WithSummary("Make somebody who has an account a rider");
        admin.MapPut("/riders/{riderId:guid}", SaveRider).RequireRight(AdminRight.ManageRiders).ChecksRevisionOf<Rider>(isRequired: true).WithSummary("Change what is known of a rider");
    }

    private static async Task<Ok<DispatchBoard>> Board(DispatchViews views, CancellationToken ct) => TypedResults.Ok(await views.BoardAsync(ct));

    private static async Task<Ok<Page<DeliveryItem>>> Deliveries([AsParameters] Paging paging, string? search, string? state, DispatchViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.DeliveriesAsync(search, state, paging.SliceOr(25), ct));

    private static async Task<Results<Ok<DeliveryTrack>, ProblemHttpResult>> Track(Guid deliveryId, DispatchViews views, CancellationToken ct) =>
        (await views.TrackAsync(DeliveryId.From(deliveryId), ct)).ToOk();

    private static async Task<Results<Ok<DeliveryItem>, ProblemHttpResult>> Assign(
        Guid deliveryId, AssignRequest request, CurrentUser user, AssignDeliveryHandler handler, DispatchViews views, CancellationToken ct)
    {
        var id = DeliveryId.From(deliveryId);
        return await handler.HandleAsync(new(id, RiderId.From(request.RiderId), user.Name, request.Reason), ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : (await views.DeliveryAsync(id, ct)).ToOk();
    }

    private static async Task<Results<Ok<DeliveryItem>, ProblemHttpResult>> Resolve(
        Guid deliveryId, ResolveDeliveryRequest request, CurrentUser user, ResolveDeliveryHandler handler, DispatchViews views, CancellationToken ct)
    {
        var id = DeliveryId.From(deliveryId);
        return await handler.HandleAsync(id, request, user.Name, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : (await views.DeliveryAsync(id, ct)).ToOk();
    }

    private static async Task<Ok<Page<RiderItem>>> Riders([AsParameters] Paging paging, string? search, DispatchViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.RidersAsync(search, paging.SliceOr(25), ct));

    private static async Task<Results<Ok<RiderItem>, ProblemHttpResult>> ShowRider(Guid riderId, DispatchViews views, CancellationToken ct) =>
        (await views.RiderAsync(RiderId.From(riderId), ct)).ToOk();

    private static async Task<Results<Ok<RiderItem>, ProblemHttpResult>> AddRider(SaveRiderRequest request, SaveRiderHandler handler, DispatchViews views, CancellationToken ct)
    {
        var added = await handler.AddAsync(request, ct);
        return added.IsSuccess ? (await views.RiderAsync(added.Value, ct)).ToOk() : added.Error.ToProblem();
    }

    private static async Task<Results<Ok<RiderItem>, ProblemHttpResult>> SaveRider(
        Guid riderId, SaveRiderRequest request, SaveRiderHandler handler, DispatchViews views, CancellationToken ct) =>
        await handler.ChangeAsync(RiderId.From(riderId), request, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : (await views.RiderAsync(RiderId.From(riderId), ct)).ToOk();
}
