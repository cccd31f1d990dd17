using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>A rider may no longer ride: their places go to who waits, or are open again.</summary>
public sealed class LeaveShifts(IMarketplaceDb db, ShiftSteps steps, ISettings settings, TimeProvider clock) : IReactTo<RiderSaved>
{
    public async Task HandleAsync(RiderSaved happened, CancellationToken ct)
    {
        // Who was let in again meanwhile keeps them.
        if (happened.IsActive || await db.Riders.AnyAsync(r => r.Id == happened.RiderId && r.IsActive, ct))
        {
            return;
        }

        var now = clock.GetUtcNow();
        var coming = await db.ShiftRiders.Where(r => r.RiderId == happened.RiderId && r.EndsAt > now).OrderBy(r => r.StartsAt).Select(r => EF.Property<ShiftId>(r, "ShiftId")).ToListAsync(ct);
        foreach (var id in coming)
        {
            var left = await steps.ChangeAsync(id, async (shift, at) => shift.Riders.Any(r => r.RiderId == happened.RiderId)
                ? shift.TakeOff(happened.RiderId, ShiftExit.MayNotRide, await steps.BusyAsync(shift, ct), (await settings.GetAsync(ct)).ShiftNotice, at)
                : new Done(), ct);
            if (left.Error is { Code: var code } && code == ShiftErrors.Raced.Code)
            {
                throw new InvalidOperationException($"Shift {id.Value} was changed at the same moment."); // the outbox tells it again
            }
        }
    }
}
