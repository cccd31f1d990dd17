using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>Every change of a shift, by dispatcher, rider or clock: lock it, ask it, save. One transaction each.</summary>
public sealed class ShiftSteps(IMarketplaceDb db, IShiftStore store, TimeProvider clock) : IUseCasePart
{
    /// <param name="isSeen">Whose shift it may be; others are "not found".</param>
    public async Task<Result<Done>> ChangeAsync(ShiftId id, Func<Shift, DateTimeOffset, Task<Result<Done>>> step, CancellationToken ct, Func<Shift, bool>? isSeen = null)
    {
        try
        {
            return await db.InTransactionAsync<Done>(async () =>
            {
                await store.LockAsync(id, ct);
                if (await db.Shifts.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } shift || isSeen?.Invoke(shift) == false)
                {
                    return ShiftErrors.NotFound;
                }

                var changed = await step(shift, clock.GetUtcNow());
                if (changed.IsSuccess)
                {
                    await db.SaveChangesAsync(ct);
                }

                return changed;
            }, ct);
        }
        catch (DbUpdateException raced) when (store.IsDoubleBooked(raced))
        {
            return ShiftErrors.Raced;
        }
    }

    /// <summary>When the rider works besides this shift.</summary>
    public async Task<IReadOnlyList<WorkingTime>> OtherTimesAsync(RiderId rider, Shift shift, CancellationToken ct) => await db.ShiftRiders
        .InPlaces().During(shift.StartsAt, shift.EndsAt)
        .Where(r => r.RiderId == rider && EF.Property<ShiftId>(r, "ShiftId") != shift.Id)
        .Select(r => new WorkingTime(r.StartsAt, r.EndsAt)).ToListAsync(ct);

    /// <summary>Who of the waitlist cannot move up: they work elsewhere at this time, or may not ride.</summary>
    public async Task<IReadOnlySet<RiderId>> BusyAsync(Shift shift, CancellationToken ct)
    {
        RiderId[] waiting = [.. shift.Riders.Where(r => r.IsWaiting).Select(r => r.RiderId)];
        if (waiting.Length == 0)
        {
            return new HashSet<RiderId>();
        }

        var elsewhere = await db.ShiftRiders.InPlaces().During(shift.StartsAt, shift.EndsAt)
            .Where(r => waiting.Contains(r.RiderId) && EF.Property<ShiftId>(r, "ShiftId") != shift.Id).Select(r => r.RiderId).ToListAsync(ct);
        var switchedOff = await db.Riders.Where(r => waiting.Contains(r.Id) && !r.IsActive).Select(r => r.Id).ToListAsync(ct);
        return elsewhere.Concat(switchedOff).ToHashSet();
    }
}
