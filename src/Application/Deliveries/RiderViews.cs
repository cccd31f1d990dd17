using System.Linq.Expressions;
using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>What a rider sees: what to do now, and what it earned.</summary>
public sealed class RiderViews(IMarketplaceDb db, IDeliveryStore store, ISettings settings, TownTime town, TimeProvider clock) : IHandler
{
    public async Task<RiderHome> HomeAsync(RiderId id, CancellationToken ct)
    {
        var rider = await db.Riders.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var active = await db.Deliveries.IgnoreAutoIncludes().AsNoTracking().OwnedBy(id).Active().OrderBy(d => d.CreatedAt).ToListAsync(ct);
        var (now, rules) = (clock.GetUtcNow(), await settings.GetAsync(ct));
        var earned = await EarnedAsync(id, town.DayOf(now), ct);
        var next = await db.ShiftRiders.AsNoTracking().InPlaces().Where(r => r.RiderId == id && r.EndsAt > now).OrderBy(r => r.StartsAt)
            .Select(r => new { ShiftId = EF.Property<ShiftId>(r, "ShiftId"), Time = new WorkingTime(r.StartsAt, r.EndsAt) }).FirstOrDefaultAsync(ct);
        return new(
            id.Value, rider.Name, StateOf(rider.IsOnline, active.Count), rider.Vehicle, active.Count < Rider.Capacity ? await OfferAsync(id, ct) : null,
            [.. active.Select(Show)], earned, await CashTakenAsync(id, town.DayOf(now), ct), $"rider:{id.Value}",
            next is null ? null : new(next.ShiftId.Value, next.Time.From, next.Time.Until), !rules.RidersWorkInShifts || next?.Time.LetsOnline(now) == true);
    }

    /// <summary>Any of the rider's own, also one that has ended.</summary>
    public async Task<Result<RiderDelivery>> DeliveryAsync(RiderId rider, DeliveryId id, CancellationToken ct) =>
        await db.Deliveries.IgnoreAutoIncludes().AsNoTracking().OwnedBy(rider).WithIdAsync(id, ct) is { } delivery ? Show(delivery) : DeliveryErrors.NotFound;

    public async Task<RiderWeek> WeekAsync(RiderId id, CancellationToken ct)
    {
        var today = town.DayOf(clock.GetUtcNow());
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var from = town.StartOf(monday);
        var delivered = await db.Deliveries.OwnedBy(id).Where(d => d.State == DeliveryState.Delivered && d.EndedAt >= from)
            .Select(d => new { d.EndedAt, d.Fee.Amount }).ToListAsync(ct);
        var currency = (await settings.GetAsync(ct)).Currency;
        EarningsDay[] days =
        [
            .. Enumerable.Range(0, 7).Select(monday.AddDays).Select(day =>
            {
                var fees = delivered.Where(d => town.DayOf(d.EndedAt!.Value) == day).ToArray();
                return new EarningsDay(day, new(fees.Sum(f => f.Amount), currency), fees.Length);
            }),
        ];
        return new(days, new(delivered.Sum(d => d.Amount), currency), await EarnedAsync(id, today, ct), await CashTakenAsync(id, today, ct));
    }

    public async Task<RiderProfileDto> ProfileAsync(RiderId id, CancellationToken ct)
    {
        var rider = await db.Riders.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var delivered = await db.Deliveries.OwnedBy(id).CountAsync(d => d.State == DeliveryState.Delivered, ct);
        return new(id.Value, rider.Name, rider.Phone, rider.Vehicle, rider.RegisteredAt, delivered, rider.Revision);
    }

    /// <summary>Whole days, the latest first: what was earned on each stands beside it whatever part of the list is read.</summary>
    public async Task<Page<RiderHistoryDay>> HistoryAsync(RiderId id, ListSlice slice, CancellationToken ct)
    {
        var before = slice.After?.At ?? town.EndOf(town.DayOf(clock.GetUtcNow()))!.Value;
        var (days, total) = await store.DaysOfAsync(id, town.Zone.Id, before, ((slice.Number ?? 1) - 1) * slice.Size, slice.Take, ct);
        if (days.Count == 0)
        {
            return slice.Page<RiderHistoryDay>([], total, PlaceOf);
        }

        var (from, until, currency) = (town.StartOf(days[^1]), town.EndOf(days[0]), (await settings.GetAsync(ct)).Currency);
        var rides = await db.Deliveries.OwnedBy(id).Where(d => DeliveryProgress.Finished.Contains(d.State) && d.EndedAt >= from && d.EndedAt < until)
            .OrderByDescending(d => d.EndedAt).ThenByDescending(d => d.Id)
            .Select(d => new FinishedRide(d.Id, d.Number, d.From.Name, d.State, d.EndedAt!.Value, d.Fee.Amount, d.CashCollected.Amount, d.Metres)).ToListAsync(ct);
        var byDay = rides.ToLookup(r => town.DayOf(r.At));
        return slice.Page([.. days.Select(day => ShowDay(day, [.. byDay[day]], currency))], total, PlaceOf);
    }

    private ListPlace PlaceOf(RiderHistoryDay day) => new(town.StartOf(day.Day), Guid.Empty);

    private static RiderHistoryDay ShowDay(DateOnly day, IReadOnlyList<FinishedRide> rides, string currency)
    {
        var delivered = rides.Where(r => r.State == DeliveryState.Delivered).ToList();
        return new(
            day, new(delivered.Sum(r => r.Fee), currency), delivered.Count, Math.Round(delivered.Sum(r => r.Metres) / 1000, 1), new(delivered.Sum(r => r.Cash), currency),
            [
                .. rides.Select(r => new RiderHistoryLine(
                    r.Id.Value, r.Number, r.VendorName, r.State.ToWire(), r.At, r.State == DeliveryState.Delivered ? new(r.Fee, currency) : null, r.Cash == 0 ? null : new(r.Cash, currency))),
            ]);
    }

    internal static string StateOf(bool isOnline, int active) => (isOnline, active) switch
    {
        (_, >= Rider.Capacity) => RiderStates.Busy,
        (true, _) => RiderStates.Online,
        _ => RiderStates.Offline,
    };

    private async Task<OfferDto?> OfferAsync(RiderId id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var open = await db.DeliveryOffers.AsNoTracking()
            .Where(o => o.RiderId == id && o.Answer == OfferAnswer.Open && o.ExpiresAt > now)
            .Select(o => new { Offer = o, DeliveryId = EF.Property<DeliveryId>(o, "DeliveryId") })
            .SingleOrDefaultAsync(ct);
        if (open is null || await db.Deliveries.IgnoreAutoIncludes().AsNoTracking().WithIdAsync(open.DeliveryId, ct) is not { } delivery)
        {
            return null;
        }

        // Whom it is for is told when it is accepted, not before.
        var to = new RiderStop("Customer", delivery.To.Street, delivery.To.Position.ToDto(), null, null);
        var from = new RiderStop(delivery.From.Name, delivery.From.Street, delivery.From.Position.ToDto(), null, null);
        return new(
            open.Offer.Id.Value, delivery.Id.Value, from, to, Math.Round(open.Offer.MetresToShop), Math.Round(delivery.Metres), delivery.Fee.ToDto(), delivery.FeeExplanation,
            delivery.CashToCollect.IsZero ? null : delivery.CashToCollect.ToDto(), delivery.Lines.Sum(l => l.Quantity), delivery.IsReady ? now : delivery.ReadyBy,
            open.Offer.ExpiresAt, (int)(open.Offer.ExpiresAt - open.Offer.MadeAt).TotalSeconds, delivery.VendorHue);
    }

    private async Task<RiderEarnings> EarnedAsync(RiderId id, DateOnly day, CancellationToken ct)
    {
        var (from, until) = (town.StartOf(day), town.StartOf(day.AddDays(1)));
        var rows = await db.Deliveries.OwnedBy(id)
            .Where(d => d.State == DeliveryState.Delivered && d.EndedAt >= from && d.EndedAt < until)
            .OrderByDescending(d => d.EndedAt)
            .Select(Earning).ToListAsync(ct);
        return new(
            new(rows.Sum(r => r.Line.Fee.Amount), (await settings.GetAsync(ct)).Currency), rows.Count, Math.Round(rows.Sum(r => r.Metres) / 1000, 1), [.. rows.Select(r => r.Line)]);
    }

    /// <summary>What the rider took in on this day and holds for the marketplace.</summary>
    private async Task<MoneyDto> CashTakenAsync(RiderId id, DateOnly day, CancellationToken ct)
    {
        var (from, until) = (town.StartOf(day), town.StartOf(day.AddDays(1)));
        var taken = db.Deliveries.OwnedBy(id).Where(d => d.State == DeliveryState.Delivered && d.EndedAt >= from && d.EndedAt < until);
        return new(await taken.SumAsync(d => d.CashCollected.Amount, ct), (await settings.GetAsync(ct)).Currency);
    }

    /// <summary>A name and a phone number are for the ride, not for the album: afterwards they are gone.</summary>
    private static RiderDelivery Show(Delivery delivery)
    {
        var isOver = DeliveryProgress.Ended.Contains(delivery.State);
        return new(
            delivery.Id.Value, delivery.Number, delivery.State.ToWire(), Show(delivery.From, isOver), Show(delivery.To, isOver), delivery.VendorHue,
            [.. delivery.Lines.Select(l => new RiderParcelLine(l.Quantity, l.Name, l.VariantText))], delivery.Fee.ToDto(),
            delivery.CashToCollect.IsZero ? null : delivery.CashToCollect.ToDto(), delivery.IsReady, delivery.ReadyBy, delivery.DueBy, delivery.UpdatedAt);
    }

    private static RiderStop Show(Stop stop, bool isOver) => new(stop.Name, stop.Street, stop.Position.ToDto(), isOver ? null : stop.Phone, isOver ? null : stop.Note);

    private static readonly Expression<Func<Delivery, EarningRow>> Earning = d => new(
        new(d.Id.Value, d.Number, d.From.Name, d.EndedAt!.Value, new MoneyDto(d.Fee.Amount, d.Fee.Currency), d.FeeExplanation,
            d.CashCollected.Amount == 0 ? null : new MoneyDto(d.CashCollected.Amount, d.CashCollected.Currency)),
        d.Metres);

    private sealed record FinishedRide(DeliveryId Id, string Number, string VendorName, DeliveryState State, DateTimeOffset At, decimal Fee, decimal Cash, double Metres);

    private sealed record EarningRow(RiderEarningLine Line, double Metres);
}
