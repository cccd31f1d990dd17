using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>What the dispatcher does with a shift: publish it, call it off, change its places, put riders in and take them off.</summary>
public sealed class ChangeShiftHandler(IMarketplaceDb db, ShiftSteps steps, ISettings settings, AuditTrail audit) : IHandler
{
    public Task<Result<Done>> PublishAsync(ShiftId id, CancellationToken ct) => steps.ChangeAsync(id, (shift, now) =>
    {
        var wasDraft = shift.State == ShiftState.Draft;
        var published = shift.Publish(now);
        return Task.FromResult(wasDraft ? Noted(published, new("shift.published", AuditSubject.Shift(id))) : published);
    }, ct);

    public Task<Result<Done>> CancelAsync(ShiftId id, CancelShiftRequest request, CancellationToken ct) => steps.ChangeAsync(id, (shift, now) =>
        Task.FromResult(Noted(shift.Cancel(request.Reason, now), new("shift.cancelled", AuditSubject.Shift(id), Reason: request.Reason))), ct);

    public Task<Result<Done>> ChangePlacesAsync(ShiftId id, ChangePlacesRequest request, CancellationToken ct) => steps.ChangeAsync(id, async (shift, now) =>
    {
        var before = shift.Places;
        var changed = shift.ChangePlaces(request.Places, await steps.BusyAsync(shift, ct), await NoticeAsync(ct), now);
        return Noted(changed, new("shift.places-changed", AuditSubject.Shift(id), Before: $"{before}", After: $"{request.Places}"));
    }, ct);

    public Task<Result<Done>> AssignAsync(ShiftId id, RiderId riderId, CancellationToken ct) => steps.ChangeAsync(id, async (shift, now) =>
        await db.Riders.AsNoTracking().SingleOrDefaultAsync(r => r.Id == riderId, ct) is { } rider
            ? Noted(shift.Assign(rider, await steps.OtherTimesAsync(riderId, shift, ct), now), new("shift.rider-assigned", AuditSubject.Shift(id), After: $"{riderId.Value}"))
            : DeliveryErrors.RiderNotFound, ct);

    public Task<Result<Done>> TakeOffAsync(ShiftId id, RiderId riderId, CancellationToken ct) => steps.ChangeAsync(id, async (shift, now) =>
        Noted(
            shift.TakeOff(riderId, ShiftExit.TakenOff, await steps.BusyAsync(shift, ct), await NoticeAsync(ct), now),
            new("shift.rider-taken-off", AuditSubject.Shift(id), Before: $"{riderId.Value}")), ct);

    private async Task<TimeSpan> NoticeAsync(CancellationToken ct) => (await settings.GetAsync(ct)).ShiftNotice;

    private Result<Done> Noted(Result<Done> result, AuditNote note)
    {
        if (result.IsSuccess)
        {
            audit.Note(note);
        }

        return result;
    }
}

public sealed class ChangePlacesValidator : AbstractValidator<ChangePlacesRequest>
{
    public ChangePlacesValidator() => RuleFor(r => r.Places).InclusiveBetween(1, Shift.MaxPlaces);
}

public sealed class CancelShiftValidator : AbstractValidator<CancelShiftRequest>
{
    public CancelShiftValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(Shift.ReasonMaxLength);
}
