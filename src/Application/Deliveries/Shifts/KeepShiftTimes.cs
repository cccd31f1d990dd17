using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>Lets time pass for shifts: reminds before they begin, asks who is not online when they have, and ends the work of who has none any more.</summary>
public sealed class KeepShiftTimesHandler(IMarketplaceDb db, ShiftSteps steps, ISettings settings, TimeProvider clock) : IHandler
{
    private const int AtOnce = 100;

    public async Task RemindAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var soon = now + Shift.ReminderAhead;
        var due = await db.ShiftRiders.InPlaces()
            .Where(r => r.EndsAt > now && ((r.StartsAt > now && r.StartsAt <= soon && r.RemindedAt == null) || (r.StartsAt <= now && r.AskedAt == null)))
            .Select(r => EF.Property<ShiftId>(r, "ShiftId")).Distinct().OrderBy(id => id).Take(AtOnce).ToListAsync(ct);
        foreach (var id in due)
        {
            await steps.ChangeAsync(id, async (shift, at) =>
            {
                RiderId[] riders = [.. shift.Riders.Select(r => r.RiderId)];
                shift.Remind((await db.Riders.Where(r => riders.Contains(r.Id) && r.IsOnline).Select(r => r.Id).ToListAsync(ct)).ToHashSet(), at);
                return new Done();
            }, ct);
        }
    }

    /// <summary>
    /// Where riders work in shifts, who is in none goes offline. Who holds a delivery finishes it first, and who was asked may still
    /// answer.
    /// </summary>
    public async Task EndAsync(CancellationToken ct)
    {
        if (!(await settings.GetAsync(ct)).RidersWorkInShifts)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var begins = now + WorkingTime.EarlyOnline;
        var (inPlaces, active, offers) = (db.ShiftRiders.InPlaces(), db.Deliveries.Active(), db.DeliveryOffers);
        var idle = await db.Riders
            .Where(r => r.IsOnline && !inPlaces.Any(s => s.RiderId == r.Id && s.StartsAt <= begins && s.EndsAt > now)
                && !active.Any(d => d.RiderId == r.Id) && !offers.Any(o => o.RiderId == r.Id && o.Answer == OfferAnswer.Open))
            .OrderBy(r => r.Id).Take(AtOnce).ToListAsync(ct);
        foreach (var rider in idle)
        {
            rider.GoOffline(now);
        }

        await db.SaveChangesAsync(ct);
    }
}
