using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>A rider says when they would work, week by week.</summary>
public sealed class SaveAvailabilityHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(RiderId rider, SaveAvailabilityRequest request, CancellationToken ct)
    {
        var availability = await db.Availabilities.SingleOrDefaultAsync(a => a.RiderId == rider, ct);
        if (availability is null)
        {
            db.Availabilities.Add(availability = new(rider));
        }

        var saved = availability.Save(request.Times.Select(t => t.ToTime()), clock.GetUtcNow());
        if (saved.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return saved;
    }
}

internal static class AvailabilityWire
{
    extension(AvailableTimeDto time)
    {
        public AvailableTime ToTime() => new((DayOfWeek)((time.Day + 1) % 7), time.From, time.To);
    }

    extension(AvailableTime time)
    {
        public AvailableTimeDto ToDto() => new(((int)time.Day + 6) % 7, time.From, time.To);
    }
}

public sealed class SaveAvailabilityValidator : AbstractValidator<SaveAvailabilityRequest>
{
    public SaveAvailabilityValidator()
    {
        RuleFor(r => r.Times).NotNull().Must(t => t is null || t.Count <= Availability.MaxTimes).WithMessage($"Up to {Availability.MaxTimes} times a week.");
        RuleForEach(r => r.Times).NotNull().ChildRules(t => t.RuleFor(x => x.Day).InclusiveBetween(0, 6));
    }
}
