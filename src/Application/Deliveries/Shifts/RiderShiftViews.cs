using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>Shifts as a rider sees them: their own, and those that they could take. Of other riders only the number is told.</summary>
public sealed class RiderShiftViews(IMarketplaceDb db, ISettings settings, TimeProvider clock) : IHandler
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(28);
    private const int Most = 200;

    public async Task<RiderShifts> ListAsync(RiderId rider, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = now + Ahead;
        var coming = db.Shifts.AsNoTracking().Where(s => s.State == ShiftState.Published && s.EndsAt > now);
        var mine = await coming.Where(s => s.Riders.Any(r => r.RiderId == rider)).OrderBy(s => s.StartsAt).ThenBy(s => s.Id).Take(Most).ToListAsync(ct);
        var open = await coming.Where(s => s.StartsAt < until && s.Riders.All(r => r.RiderId != rider)).OrderBy(s => s.StartsAt).ThenBy(s => s.Id).Take(Most).ToListAsync(ct);
        var (rules, working) = (await settings.GetAsync(ct), await db.WorkingTimesAsync(rider, now, ct));
        return new(Shown(mine), Shown(open), rules.RidersWorkInShifts, (int)rules.ShiftNotice.TotalHours);

        IReadOnlyList<RiderShift> Shown(List<Shift> shifts) => [.. shifts.Select(s => Show(s, rider, working, rules.ShiftNotice, now))];
    }

    public async Task<Result<RiderShift>> ShiftAsync(RiderId rider, ShiftId id, CancellationToken ct)
    {
        if (await db.Shifts.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.State != ShiftState.Draft, ct) is not { } shift)
        {
            return ShiftErrors.NotFound;
        }

        var now = clock.GetUtcNow();
        return Show(shift, rider, await db.WorkingTimesAsync(rider, now, ct), (await settings.GetAsync(ct)).ShiftNotice, now);
    }

    public async Task<RiderAvailability> AvailabilityAsync(RiderId rider, CancellationToken ct) =>
        await db.Availabilities.AsNoTracking().SingleOrDefaultAsync(a => a.RiderId == rider, ct) is { } said
            ? new([.. said.Times.Select(t => t.ToDto())], said.SavedAt)
            : new([], null);

    private static RiderShift Show(Shift shift, RiderId rider, IReadOnlyList<WorkingTime> working, TimeSpan notice, DateTimeOffset now)
    {
        var line = shift.Riders.Where(r => r.IsWaiting).OrderBy(r => r.Since).ThenBy(r => r.Id).Select(r => r.RiderId).ToList();
        var isMine = shift.Riders.Any(r => r.RiderId == rider && !r.IsWaiting);
        return new(
            shift.Id.Value, shift.StartsAt, shift.EndsAt, shift.Places, shift.Taken, shift.Note, isMine, line.IndexOf(rider) is >= 0 and var at ? at + 1 : null,
            isMine && shift.CanBeGivenBack(notice, now) ? shift.StartsAt - notice : null, !isMine && working.Any(shift.Time.Overlaps));
    }
}
