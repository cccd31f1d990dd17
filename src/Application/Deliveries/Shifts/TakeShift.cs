using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>A rider takes a shift, waits for one, or gives one back. Saying it again changes nothing.</summary>
public sealed class TakeShiftHandler(IMarketplaceDb db, ShiftSteps steps, ISettings settings) : IHandler
{
    public Task<Result<Done>> TakeAsync(RiderId rider, ShiftId id, CancellationToken ct) => ChangeAsync(
        id, async (shift, now) => shift.Take(await RiderAsync(rider, ct), await steps.OtherTimesAsync(rider, shift, ct), now), ct);

    public Task<Result<Done>> WaitAsync(RiderId rider, ShiftId id, CancellationToken ct) => ChangeAsync(
        id, async (shift, now) => shift.Wait(await RiderAsync(rider, ct), await steps.OtherTimesAsync(rider, shift, ct), now), ct);

    public Task<Result<Done>> GiveBackAsync(RiderId rider, ShiftId id, CancellationToken ct) => ChangeAsync(
        id, async (shift, now) => shift.GiveBack(rider, await steps.BusyAsync(shift, ct), (await settings.GetAsync(ct)).ShiftNotice, now), ct);

    /// <summary>A draft is "not found": riders do not know of it yet.</summary>
    private Task<Result<Done>> ChangeAsync(ShiftId id, Func<Shift, DateTimeOffset, Task<Result<Done>>> step, CancellationToken ct) =>
        steps.ChangeAsync(id, step, ct, shift => shift.State != ShiftState.Draft);

    private Task<Rider> RiderAsync(RiderId id, CancellationToken ct) => db.Riders.AsNoTracking().SingleAsync(r => r.Id == id, ct);
}
