using Marketplace.Application.Deliveries;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Deliveries;

internal static class RiderEndpoints
{
    public static void MapRider(this IEndpointRouteBuilder api)
    {
        var rider = api.MapGroup("/rider").WithTags("Rider").RequireAuthorization(Policies.Rider).OpenToApps(ApiScopes.RiderDeliveries);
        rider.MapGet("", Home).WithSummary("Show what the rider has to do now");
        rider.MapPut("/online", SetOnline).WithSummary("Go online or offline");
        rider.MapPost("/position", ReportPosition).WithSummary("Say where the rider is");
        rider.MapGet("/earnings", Earnings).WithSummary("Show this week's earnings and the cash taken today");
        rider.MapGet("/history", History).WithSummary("List the days on which the rider's deliveries ended, the latest first, with what was earned");

        var profile = api.MapGroup("/rider/profile").WithTags("Rider").RequireAuthorization(Policies.Rider);
        profile.MapGet("", Profile).WithSummary("Show the rider as they see themselves");
        profile.MapPut("", SaveProfile).ChecksRevisionOf<Rider>(isRequired: true).WithSummary("Change the rider's phone number and vehicle");

        var offers = rider.MapGroup("/offers/{offerId:guid}");
        offers.MapPost("/accept", Accept).WithSummary("Accept an offer; the first who does has the delivery");
        offers.MapPost("/decline", Decline).WithSummary("Decline an offer, which costs nothing");

        var deliveries = rider.MapGroup("/deliveries/{deliveryId:guid}");
        deliveries.MapGet("", Get).WithSummary("Show one of the rider's deliveries");
        deliveries.MapPost("/pick-up", PickUp).WithSummary("Take the bag against the shop's code");
        deliveries.MapPost("/start", Start).WithSummary("Ride to the customer, or after a failure back to the shop");
        deliveries.MapPost("/deliver", Deliver).WithSummary("Hand it over against the PIN and the cash that is due");
        deliveries.MapPost("/fail", Fail).WithSummary("Say that it cannot be handed over");
        deliveries.MapPost("/returned", Return).WithSummary("Give it back against the shop's code");
    }

    private static async Task<Ok<RiderHome>> Home(CurrentRider rider, RiderViews views, CancellationToken ct) => TypedResults.Ok(await views.HomeAsync(rider.Id, ct));

    private static async Task<Ok<Page<RiderHistoryDay>>> History(CurrentRider rider, [AsParameters] Paging paging, RiderViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.HistoryAsync(rider.Id, paging.SliceOr(7), ct));

    private static async Task<Ok<RiderProfileDto>> Profile(CurrentRider rider, RiderViews views, CancellationToken ct) => TypedResults.Ok(await views.ProfileAsync(rider.Id, ct));

    private static async Task<Results<Ok<RiderProfileDto>, ProblemHttpResult>> SaveProfile(
        SaveRiderProfileRequest request, CurrentRider rider, SaveRiderProfileHandler handler, RiderViews views, CancellationToken ct) =>
        await handler.HandleAsync(rider.Id, request, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : TypedResults.Ok(await views.ProfileAsync(rider.Id, ct));

    private static async Task<Results<Ok<RiderHome>, ProblemHttpResult>> SetOnline(
        SetOnlineRequest request, CurrentRider rider, ShareWhereaboutsHandler handler, RiderViews views, CancellationToken ct) =>
        await handler.SetOnlineAsync(rider.Id, request, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : TypedResults.Ok(await views.HomeAsync(rider.Id, ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> ReportPosition(
        PositionReport report, CurrentRider rider, ShareWhereaboutsHandler handler, TellPosition tell, CancellationToken ct)
    {
        var stored = await handler.ReportAsync(rider.Id, report, ct);
        if (!stored.IsSuccess)
        {
            return stored.Error.ToProblem();
        }

        await tell.HandleAsync(stored.Value, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RiderWeek>> Earnings(CurrentRider rider, RiderViews views, CancellationToken ct) => TypedResults.Ok(await views.WeekAsync(rider.Id, ct));

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> Accept(
        Guid offerId, CurrentRider rider, AnswerOfferHandler handler, RiderViews views, CancellationToken ct)
    {
        var accepted = await handler.AcceptAsync(rider.Id, OfferId.From(offerId), ct);
        return accepted.IsSuccess ? (await views.DeliveryAsync(rider.Id, accepted.Value, ct)).ToOk() : accepted.Error.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Decline(Guid offerId, CurrentRider rider, AnswerOfferHandler handler, CancellationToken ct) =>
        (await handler.DeclineAsync(rider.Id, OfferId.From(offerId), ct)).ToNoContent();

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> Get(Guid deliveryId, CurrentRider rider, RiderViews views, CancellationToken ct) =>
        (await views.DeliveryAsync(rider.Id, DeliveryId.From(deliveryId), ct)).ToOk();

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> PickUp(
        Guid deliveryId, PickUpRequest request, CurrentRider rider, RideDeliveryHandler handler, RiderViews views, CancellationToken ct) =>
        await ShowAsync(rider, deliveryId, await handler.PickUpAsync(rider.Id, DeliveryId.From(deliveryId), request, ct), views, ct);

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> Start(
        Guid deliveryId, CurrentRider rider, RideDeliveryHandler handler, RiderViews views, CancellationToken ct) =>
        await ShowAsync(rider, deliveryId, await handler.StartAsync(rider.Id, DeliveryId.From(deliveryId), ct), views, ct);

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> Deliver(
        Guid deliveryId, DeliverRequest request, CurrentRider rider, RideDeliveryHandler handler, RiderViews views, CancellationToken ct) =>
        await ShowAsync(rider, deliveryId, await handler.DeliverAsync(rider.Id, DeliveryId.From(deliveryId), request, ct), views, ct);

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> Fail(
        Guid deliveryId, FailDeliveryRequest request, CurrentRider rider, RideDeliveryHandler handler, RiderViews views, CancellationToken ct) =>
        await ShowAsync(rider, deliveryId, await handler.FailAsync(rider.Id, DeliveryId.From(deliveryId), request, ct), views, ct);

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> Return(
        Guid deliveryId, ReturnRequest request, CurrentRider rider, RideDeliveryHandler handler, RiderViews views, CancellationToken ct) =>
        await ShowAsync(rider, deliveryId, await handler.ReturnAsync(rider.Id, DeliveryId.From(deliveryId), request, ct), views, ct);

    private static async Task<Results<Ok<RiderDelivery>, ProblemHttpResult>> ShowAsync(
        CurrentRider rider, Guid deliveryId, Result<Done> changed, RiderViews views, CancellationToken ct) =>
        changed.IsSuccess ? (await views.DeliveryAsync(rider.Id, DeliveryId.From(deliveryId), ct)).ToOk() : changed.Error.ToProblem();
}
