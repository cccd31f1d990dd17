using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Deliveries.Shifts;

internal static class ShiftEndpoints
{
    public static void MapShifts(this IEndpointRouteBuilder api)
    {
        var shifts = api.MapGroup("/admin/shifts").WithTags("Shifts");
        shifts.MapGet("", Plan).RequireRight(AdminRight.SeeRiders).WithSummary("Show who works when, who would, and how many are needed each hour");
        shifts.MapPost("", Add).RequireRight(AdminRight.ManageRiders).WithSummary("Plan a shift on each of some days");

        var shift = shifts.MapGroup("/{shiftId:guid}");
        shift.MapPost("/publish", Publish).RequireRight(AdminRight.ManageRiders).ChecksRevisionOf<Shift>().WithSummary("Let riders see a shift and take it");
        shift.MapPost("/cancel", Cancel).RequireRight(AdminRight.ManageRiders).ChecksRevisionOf<Shift>().WithSummary("Call a shift off; its riders are told why");
        shift.MapPut("/places", ChangePlaces).RequireRight(AdminRight.ManageRiders).ChecksRevisionOf<Shift>().WithSummary("Change how many riders a shift has places for");
        shift.MapPut("/riders/{riderId:guid}", Assign).RequireRight(AdminRight.ManageRiders).ChecksRevisionOf<Shift>().WithSummary("Give a rider a place in a shift");
        shift.MapDelete("/riders/{riderId:guid}", TakeOff).RequireRight(AdminRight.ManageRiders).ChecksRevisionOf<Shift>().WithSummary("Take a rider off a shift, or off its waitlist");
    }

    private static async Task<Ok<ShiftPlan>> Plan(DateOnly? from, int? days, ShiftViews views, CancellationToken ct) => TypedResults.Ok(await views.PlanAsync(from, days, ct));

    private static async Task<Results<Ok<IReadOnlyList<ShiftItem>>, ProblemHttpResult>> Add(PlanShiftsRequest request, PlanShiftsHandler handler, ShiftViews views, CancellationToken ct)
    {
        var planned = await handler.HandleAsync(request, ct);
        return planned.IsSuccess ? TypedResults.Ok(await views.ItemsAsync([.. planned.Value], ct)) : planned.Error.ToProblem();
    }

    private static async Task<Results<Ok<ShiftItem>, ProblemHttpResult>> Publish(Guid shiftId, ChangeShiftHandler handler, ShiftViews views, CancellationToken ct) =>
        await ShowAsync(shiftId, await handler.PublishAsync(ShiftId.From(shiftId), ct), views, ct);

    private static async Task<Results<Ok<ShiftItem>, ProblemHttpResult>> Cancel(Guid shiftId, CancelShiftRequest request, ChangeShiftHandler handler, ShiftViews views, CancellationToken ct) =>
        await ShowAsync(shiftId, await handler.CancelAsync(ShiftId.From(shiftId), request, ct), views, ct);

    private static async Task<Results<Ok<ShiftItem>, ProblemHttpResult>> ChangePlaces(
        Guid shiftId, ChangePlacesRequest request, ChangeShiftHandler handler, ShiftViews views, CancellationToken ct) =>
        await ShowAsync(shiftId, await handler.ChangePlacesAsync(ShiftId.From(shiftId), request, ct), views, ct);

    private static async Task<Results<Ok<ShiftItem>, ProblemHttpResult>> Assign(Guid shiftId, Guid riderId, ChangeShiftHandler handler, ShiftViews views, CancellationToken ct) =>
        await ShowAsync(shiftId, await handler.AssignAsync(ShiftId.From(shiftId), RiderId.From(riderId), ct), views, ct);

    private static async Task<Results<Ok<ShiftItem>, ProblemHttpResult>> TakeOff(Guid shiftId, Guid riderId, ChangeShiftHandler handler, ShiftViews views, CancellationToken ct) =>
        await ShowAsync(shiftId, await handler.TakeOffAsync(ShiftId.From(shiftId), RiderId.From(riderId), ct), views, ct);

    private static async Task<Results<Ok<ShiftItem>, ProblemHttpResult>> ShowAsync(Guid shiftId, Result<Done> changed, ShiftViews views, CancellationToken ct) =>
        changed.IsSuccess ? (await views.ShiftAsync(ShiftId.From(shiftId), ct)).ToOk() : changed.Error.ToProblem();
}
