using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>Plans a shift of the same hours on each of some days: all of them, or none.</summary>
public sealed class PlanShiftsHandler(IMarketplaceDb db, AuditTrail audit, TownTime town, TimeProvider clock) : IHandler
{
    public async Task<Result<IReadOnlyList<ShiftId>>> HandleAsync(PlanShiftsRequest request, CancellationToken ct)
    {
        var (now, planned) = (clock.GetUtcNow(), new List<Shift>());
        foreach (var day in request.Days.Distinct().Order())
        {
            var lastDay = request.To > request.From ? day : day.AddDays(1);
            if (town.MomentOf(day, request.From) is not { } from || town.MomentOf(lastDay, request.To) is not { } until)
            {
                return ShiftErrors.NoSuchTime;
            }

            var shift = Shift.Plan(new(from, until), request.Places, request.Note, request.IsPublished, now);
            if (!shift.IsSuccess)
            {
                return shift.Error;
            }

            planned.Add(shift.Value);
            audit.Note(new("shift.planned", AuditSubject.Shift(shift.Value.Id), After: $"{from:O} to {until:O}, {request.Places} places"));
        }

        db.Shifts.AddRange(planned);
        await db.SaveChangesAsync(ct);
        return planned.ConvertAll(s => s.Id);
    }
}

public sealed class PlanShiftsValidator : AbstractValidator<PlanShiftsRequest>
{
    public PlanShiftsValidator()
    {
        RuleFor(r => r.Days).NotEmpty().Must(d => d is null || d.Count <= 31).WithMessage("Up to 31 days at once.");
        RuleForEach(r => r.Days).Must(d => d.Year is > 2000 and < 9000).WithMessage("This is not a day to plan for.");
        RuleFor(r => r.Places).InclusiveBetween(1, Shift.MaxPlaces);
        RuleFor(r => r.Note).MaximumLength(Shift.NoteMaxLength);
    }
}
