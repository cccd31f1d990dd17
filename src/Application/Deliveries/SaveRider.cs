using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>Makes somebody who has an account a rider, or changes what is known of a rider.</summary>
public sealed class SaveRiderHandler(IMarketplaceDb db, IDeliveryStore store, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<RiderId>> AddAsync(SaveRiderRequest request, CancellationToken ct)
    {
        if (await store.FindUserAsync(request.Email.Trim(), ct) is not { } user)
        {
            return DeliveryErrors.NoSuchUser;
        }

        if (await db.Riders.AnyAsync(r => r.UserId == user, ct))
        {
            return DeliveryErrors.UserIsRider;
        }

        var rider = Rider.Register(user, request.Name, request.Phone, request.Vehicle, request.IsActive, clock.GetUtcNow());
        db.Riders.Add(rider);
        audit.Note(new("rider.added", AuditSubject.Rider(rider.Id), After: State(rider)));
        await db.SaveChangesAsync(ct);
        return rider.Id;
    }

    /// <summary>The account stays the same: its e-mail address is not looked at.</summary>
    public async Task<Result<Done>> ChangeAsync(RiderId id, SaveRiderRequest request, CancellationToken ct)
    {
        if (await db.Riders.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } rider)
        {
            return DeliveryErrors.RiderNotFound;
        }

        var (before, told) = (State(rider), (rider.Name, rider.Phone, rider.Vehicle));
        rider.Save(request.Name, request.Phone, request.Vehicle, request.IsActive, clock.GetUtcNow());
        audit.Note(new("rider.changed", AuditSubject.Rider(rider.Id), Before: before, After: State(rider) + (told == (rider.Name, rider.Phone, rider.Vehicle) ? "" : ", with other contact details")));
        await db.SaveChangesAsync(ct);
        return new Done();
    }

    private static string State(Rider rider) => rider.IsActive ? "active" : "not active";
}

public sealed class SaveRiderValidator : AbstractValidator<SaveRiderRequest>
{
    public SaveRiderValidator()
    {
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Rider.NameMaxLength);
        RuleFor(r => r.Phone).NotEmpty().MaximumLength(Rider.PhoneMaxLength).Matches("^[+0-9 ()-]{5,}$").WithMessage("A phone number has digits, and perhaps + ( ) - and spaces.");
        RuleFor(r => r.Vehicle).MaximumLength(Rider.VehicleMaxLength);
    }
}
