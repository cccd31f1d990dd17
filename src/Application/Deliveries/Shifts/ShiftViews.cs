using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>Shifts as the dispatcher sees them: who works when, who would, and where somebody is missing.</summary>
public sealed class ShiftViews(IMarketplaceDb db, ISettings settings, TownTime town, TimeProvider clock) : IHandler
{
    public const int MaxDays = 14;
    private const int MostShifts = 500;
    private const int MostRiders = 300;
    private const int FurthestDay = 400;

    public async Task<ShiftPlan> PlanAsync(DateOnly? from, int? days, CancellationToken ct)
    {
        var today = town.DayOf(clock.GetUtcNow());
        var (earliest, latest) = (today.AddDays(-FurthestDay), today.AddDays(FurthestDay));
        var first = (from ?? today) is var asked && asked < earliest ? earliest : asked > latest ? latest : asked;
        var count = Math.Clamp(days ?? 7, 1, MaxDays);
        var (begin, end) = (town.StartOf(first)!.Value, town.StartOf(first.AddDays(count))!.Value);

        var shifts = await db.Shifts.AsNoTracking().Where(s => s.StartsAt < end && s.EndsAt > begin && s.State != ShiftState.Cancelled)
            .OrderBy(s => s.StartsAt).ThenBy(s => s.Id).Take(MostShifts).ToListAsync(ct);
        var riders = await db.Riders.Where(r => r.IsActive).OrderBy(r => r.Name).ThenBy(r => r.Id).Take(MostRiders).Select(r => new { r.Id, r.Name }).ToListAsync(ct);
        RiderId[] known = [.. riders.Select(r => r.Id)];
        var times = await AvailabilitiesAsync([.. shifts.SelectMany(s => s.Riders).Select(r => r.RiderId).Concat(known).Distinct()], ct);
        var rules = await settings.GetAsync(ct);
        return new(
            first, count, await ShowAsync(shifts, times, ct),
            [.. riders.Select(r => new PlannedRider(r.Id.Value, r.Name, times.GetValueOrDefault(r.Id)?.Times.Select(t => t.ToDto()).ToList()))],
            Hours(shifts, begin, end), rules.RidersWorkInShifts, (int)rules.ShiftNotice.TotalHours);
    }

    public async Task<Result<ShiftItem>> ShiftAsync(ShiftId id, CancellationToken ct) => await ItemsAsync([id], ct) is [var item] ? item : ShiftErrors.NotFound;

    public async Task<IReadOnlyList<ShiftItem>> ItemsAsync(IReadOnlyCollection<ShiftId> ids, CancellationToken ct)
    {
        var shifts = await db.Shifts.AsNoTracking().Where(s => ids.Contains(s.Id)).OrderBy(s => s.StartsAt).ThenBy(s => s.Id).ToListAsync(ct);
        return await ShowAsync(shifts, await AvailabilitiesAsync([.. shifts.SelectMany(s => s.Riders).Select(r => r.RiderId).Distinct()], ct), ct);
    }

    private async Task<Dictionary<RiderId, Availability>> AvailabilitiesAsync(RiderId[] riders, CancellationToken ct) =>
        await db.Availabilities.AsNoTracking().Where(a => riders.Contains(a.RiderId)).ToDictionaryAsync(a => a.RiderId, ct);

    private async Task<IReadOnlyList<ShiftItem>> ShowAsync(List<Shift> shifts, Dictionary<RiderId, Availability> times, CancellationToken ct)
    {
        RiderId[] riders = [.. shifts.SelectMany(s => s.Riders).Select(r => r.RiderId).Distinct()];
        var names = await db.Riders.Where(r => riders.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Name, ct);
        return
        [
            .. shifts.Select(s => new ShiftItem(
                s.Id.Value, s.Revision, s.State.ToWire(), s.StartsAt, s.EndsAt, s.Places, s.Taken, s.Note,
                [
                    .. s.Riders.OrderBy(r => r.IsWaiting).ThenBy(r => r.Since).ThenBy(r => r.Id).Select(r => new ShiftRiderItem(
                        r.RiderId.Value, names[r.RiderId], r.IsWaiting, r.Since, times.GetValueOrDefault(r.RiderId)?.Covers(town.Shown(s.StartsAt), s.EndsAt - s.StartsAt))),
                ])),
        ];
    }

    /// <summary>A shift counts for every hour that it touches.</summary>
    private static List<ShiftHour> Hours(List<Shift> shifts, DateTimeOffset begin, DateTimeOffset end)
    {
        List<ShiftHour> hours = [];
        for (var at = begin; at < end; at += TimeSpan.FromHours(1))
        {
            var hour = new WorkingTime(at, at + TimeSpan.FromHours(1));
            Shift[] here = [.. shifts.Where(s => s.State == ShiftState.Published && s.Time.Overlaps(hour))];
            if (here.Length > 0)
            {
                hours.Add(new(at, here.Sum(s => s.Places), here.Sum(s => s.Taken)));
            }
        }

        return hours;
    }
}
