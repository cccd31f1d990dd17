using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>Nothing is missing; everything else is the rider's own rule.</summary>
public sealed class SaveRiderProfileValidator : AbstractValidator<SaveRiderProfileRequest>
{
    public SaveRiderProfileValidator() => RuleFor(r => r.Phone).NotEmpty();
}

/// <summary>Riders keep their phone number and vehicle up to date by themselves.</summary>
public sealed class SaveRiderProfileHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(RiderId id, SaveRiderProfileRequest request, CancellationToken ct)
    {
        var rider = await db.Riders.SingleAsync(r => r.Id == id, ct);
        var changed = rider.ChangeContact(request.Phone, request.Vehicle, clock.GetUtcNow());
        if (changed.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return changed;
    }
}
