using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>
/// The steps of a rider with a delivery of theirs. A phone that lost the answer may repeat a step: what has been done already
/// answers as if it were done now.
/// </summary>
public sealed class RideDeliveryHandler(IMarketplaceDb db, IDeliveryStore store, TimeProvider clock) : IHandler
{
    public Task<Result<Done>> PickUpAsync(RiderId rider, DeliveryId id, PickUpRequest request, CancellationToken ct) =>
        ChangeAsync(rider, id, [DeliveryState.PickedUp], (delivery, now) => delivery.PickUp(request.Code, now), ct);

    public Task<Result<Done>> StartAsync(RiderId rider, DeliveryId id, CancellationToken ct) =>
        ChangeAsync(rider, id, [DeliveryState.InTransit, DeliveryState.Returning], (delivery, now) => delivery.Start(now), ct);

    public Task<Result<Done>> DeliverAsync(RiderId rider, DeliveryId id, DeliverRequest request, CancellationToken ct) =>
        ChangeAsync(rider, id, [DeliveryState.Delivered], (delivery, now) => delivery.Deliver(request.Pin, request.CashCollected, now), ct);

    public Task<Result<Done>> FailAsync(RiderId rider, DeliveryId id, FailDeliveryRequest request, CancellationToken ct) =>
        ChangeAsync(rider, id, [DeliveryState.Failed], (delivery, now) => delivery.Fail(Wire.FromWire<FailureReason>(request.Reason)!.Value, request.Note, now), ct);

    public Task<Result<Done>> ReturnAsync(RiderId rider, DeliveryId id, ReturnRequest request, CancellationToken ct) =>
        ChangeAsync(rider, id, [DeliveryState.Returned], (delivery, now) => delivery.Return(request.Code, now), ct);

    private async Task<Result<Done>> ChangeAsync(
        RiderId rider, DeliveryId id, DeliveryState[] done, Func<Delivery, DateTimeOffset, Result<Done>> step, CancellationToken ct)
    {
        // Another rider's delivery is "not found", so that ids cannot be probed.
        if (!await db.Deliveries.OwnedBy(rider).AnyAsync(d => d.Id == id, ct))
        {
            return DeliveryErrors.NotFound;
        }

        Error? refused = null;
        await db.InTransactionAsync<Done>(async () =>
        {
            var delivery = (await store.LockedAsync(db, id, ct))!;
            if (delivery.RiderId != rider)
            {
                refused = DeliveryErrors.NotFound;
            }
            else if (!done.Contains(delivery.State))
            {
                // Saved even when refused: a wrong code counts.
                refused = step(delivery, clock.GetUtcNow()).Error;
                await db.SaveChangesAsync(ct);
            }

            return new Done();
        }, ct);
        return refused is null ? new Done() : refused;
    }
}

public sealed class PickUpValidator : AbstractValidator<PickUpRequest>
{
    public PickUpValidator() => RuleFor(r => r.Code).NotEmpty().Matches("^[0-9]{4}$").WithMessage("The shop's code has four digits.");
}

public sealed class ReturnValidator : AbstractValidator<ReturnRequest>
{
    public ReturnValidator() => RuleFor(r => r.Code).NotEmpty().Matches("^[0-9]{4}$").WithMessage("The shop's code has four digits.");
}

public sealed class DeliverValidator : AbstractValidator<DeliverRequest>
{
    public DeliverValidator()
    {
        RuleFor(r => r.Pin).NotEmpty().Matches("^[0-9]{4}$").WithMessage("The PIN has four digits.");
        RuleFor(r => r.CashCollected).InclusiveBetween(0, 10_000_000).PrecisionScale(18, 4, ignoreTrailingZeros: true).When(r => r.CashCollected is not null);
    }
}

public sealed class FailDeliveryValidator : AbstractValidator<FailDeliveryRequest>
{
    public FailDeliveryValidator()
    {
        RuleFor(r => r.Reason).Must(r => Wire.FromWire<FailureReason>(r) is not null)
            .WithMessage("A reason is NOBODY_HOME, WRONG_ADDRESS, REFUSED, DAMAGED or OTHER.");
        RuleFor(r => r.Note).MaximumLength(DeliveryStep.NoteMaxLength);
        RuleFor(r => r.Note).NotEmpty().When(r => r.Reason == "OTHER").WithMessage("Say in a few words what happened.");
    }
}
