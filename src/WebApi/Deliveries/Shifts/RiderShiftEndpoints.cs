using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Deliveries.Shifts;

internal static class RiderShiftEndpoints
{
    public static void MapRiderShifts(this IEndpointRouteBuilder api)
    {
        var rider = api.MapGroup("/rider").WithTags("Rider").RequireAuthorization(Policies.Rider).OpenToApps(ApiScopes.RiderDeliveries);
        rider.MapGet("/shifts", List).WithSummary("Show the rider's shifts, and those that can be taken");
        rider.MapGet("/availability", ShowAvailability).WithSummary("Show when the rider would work, week by week");
        rider.MapPut("/availability", SaveAvailability).WithSummary("Say when the rider would work, week by week");

        var shift = rider.MapGroup("/shifts/{shiftId:guid}");
        shift.MapPost("/take", Take).WithSummary("Take a place in a shift");
        shift.MapPost("/wait", Wait).WithSummary("Wait for a place in a full shift");
        shift.MapPost("/give-back", GiveBack).WithSummary("Give a shift back in time, or stop waiting for it");
    }

    private static async Task<Ok<RiderShifts>> List(CurrentRider rider, RiderShiftViews views, CancellationToken ct) => TypedResults.Ok(await views.ListAsync(rider.Id, ct));

    private static async Task<Ok<RiderAvailability>> ShowAvailability(CurrentRider rider, RiderShiftViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.AvailabilityAsync(rider.Id, ct));

    private static async Task<Results<Ok<RiderAvailability>, ProblemHttpResult>> SaveAvailability(
        SaveAvailabilityRequest request, CurrentRider rider, SaveAvailabilityHandler handler, RiderShiftViews views, CancellationToken ct) =>
        await handler.HandleAsync(rider.Id, request, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : TypedResults.Ok(await views.AvailabilityAsync(rider.Id, ct));

    private static async Task<Results<Ok<RiderShift>, ProblemHttpResult>> Take(Guid shiftId, CurrentRider rider, TakeShiftHandler handler, RiderShiftViews views, CancellationToken ct) =>
        await ShowAsync(rider, shiftId, await handler.TakeAsync(rider.Id, ShiftId.From(shiftId), ct), views, ct);

    private static async Task<Results<Ok<RiderShift>, ProblemHttpResult>> Wait(Guid shiftId, CurrentRider rider, TakeShiftHandler handler, RiderShiftViews views, CancellationToken ct) =>
        await ShowAsync(rider, shiftId, await handler.WaitAsync(rider.Id, ShiftId.From(shiftId), ct), views, ct);

    private static async Task<Results<Ok<RiderShift>, ProblemHttpResult>> GiveBack(Guid shiftId, CurrentRider rider, TakeShiftHandler handler, RiderShiftViews views, CancellationToken ct) =>
        await ShowAsync(rider, shiftId, await handler.GiveBackAsync(rider.Id, ShiftId.From(shiftId), ct), views, ct);

    private static async Task<Results<Ok<RiderShift>, ProblemHttpResult>> ShowAsync(CurrentRider rider, Guid shiftId, Result<Done> changed, RiderShiftViews views, CancellationToken ct) =>
        changed.IsSuccess ? (await views.ShiftAsync(rider.Id, ShiftId.From(shiftId), ct)).ToOk() : changed.Error.ToProblem();
}
