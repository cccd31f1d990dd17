using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Deliveries;

/// <summary>
/// The dispatcher says how a ride ended whose rider has gone silent. Goods and money follow from the delivery's events, as they do
/// when the rider says it.
/// </summary>
public sealed class ResolveDeliveryHandler(IMarketplaceDb db, IDeliveryStore store, AuditTrail audit, TimeProvider clock) : IHandler
{
    public Task<Result<Done>> HandleAsync(DeliveryId id, ResolveDeliveryRequest request, string dispatcher, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        if (await store.LockedAsync(db, id, ct) is not { } delivery)
        {
            return DeliveryErrors.NotFound;
        }

        var (before, outcome) = (delivery.State, Wire.FromWire<DeliveryOutcome>(request.Outcome)!.Value);
        var resolved = delivery.Resolve(outcome, request.Reason, dispatcher, clock.GetUtcNow());
        if (resolved.IsSuccess)
        {
            audit.Note(new(
                $"delivery.{Words(outcome)}", AuditSubject.Delivery(delivery.Id), delivery.VendorId, Before: before.ToString(), After: delivery.State.ToString(), Reason: request.Reason));
            await db.SaveChangesAsync(ct);
        }

        return resolved;
    }, ct);

    private static string Words(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.TurnBack => "turned-back",
        DeliveryOutcome.AtShop => "at-shop",
        DeliveryOutcome.Lost => "lost",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}

public sealed class ResolveDeliveryValidator : AbstractValidator<ResolveDeliveryRequest>
{
    public ResolveDeliveryValidator()
    {
        RuleFor(r => r.Outcome).Must(o => Wire.FromWire<DeliveryOutcome>(o) is not null).WithMessage("An outcome is TURN_BACK, AT_SHOP or LOST.");
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(Delivery.ReasonMaxLength);
    }
}
