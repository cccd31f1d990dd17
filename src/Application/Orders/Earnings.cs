using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

/// <summary>Days of the town, the last included.</summary>
public sealed record EarningsDays(DateOnly From, DateOnly To);

/// <summary>What a shop earned by the orders that ended in some days: together, and one by one.</summary>
public sealed class Earnings(IMarketplaceDb db, ISettings settings, TownTime town, TimeProvider clock) : IUseCasePart
{
    private const int MostDays = 366;

    /// <summary>What is asked for, or this month until today. The end alone means that month, the beginning alone until today.</summary>
    public Result<EarningsDays> Days(DateOnly? from, DateOnly? to)
    {
        var today = town.DayOf(clock.GetUtcNow());
        var last = to ?? (from > today ? from.Value : today);
        var first = from ?? new DateOnly(last.Year, last.Month, 1);
        return first > last ? EarningsErrors.EndBeforeBeginning
            : last.DayNumber - first.DayNumber >= MostDays ? EarningsErrors.TooManyDays(MostDays)
            : new EarningsDays(first, last);
    }

    public async Task<VendorEarnings> ShowAsync(VendorId vendor, EarningsDays days, CancellationToken ct)
    {
        var ended = Ended(vendor, days);
        var parts = await ended
            .GroupBy(p => new { IsKept = p.State == VendorOrderState.Delivered, IsOnTop = p.Total.Amount != p.Goods.Amount + p.DeliveryFee.Amount + p.PlatformFee.Amount })
            .Select(g => new
            {
                g.Key.IsKept,
                g.Key.IsOnTop,
                Count = g.Count(),
                Goods = g.Sum(p => p.Goods.Amount),
                Delivery = g.Sum(p => p.DeliveryFee.Amount),
                Commission = g.Sum(p => p.Commission.Amount),
            }).ToListAsync(ct);
        var taxes = await ended.Where(p => p.State == VendorOrderState.Delivered)
            .SelectMany(p => p.Lines, (p, line) => new { IsOnTop = p.Total.Amount != p.Goods.Amount + p.DeliveryFee.Amount + p.PlatformFee.Amount, line.Tax.Amount })
            .GroupBy(t => t.IsOnTop).Select(g => new { IsOnTop = g.Key, Amount = g.Sum(t => t.Amount) }).ToListAsync(ct);
        var open = await db.VendorOrders.OwnedBy(vendor).VisibleToVendor()
            .CountAsync(p => p.State != VendorOrderState.Delivered && p.State != VendorOrderState.Cancelled && p.State != VendorOrderState.Returned, ct);

        var currency = (await settings.GetAsync(ct)).Currency;
        Money Of(decimal amount) => new(amount, currency);
        var (kept, back) = (parts.Where(p => p.IsKept).ToArray(), parts.Where(p => !p.IsKept).ToArray());
        var sums = Earning.GivenBack(Of(back.Sum(p => p.Goods))) + new Earning(
            Of(kept.Sum(p => p.Goods)), Of(0), Of(taxes.Sum(t => t.Amount)), Of(taxes.Where(t => t.IsOnTop).Sum(t => t.Amount)), Of(kept.Sum(p => p.Delivery)), Of(kept.Sum(p => p.Commission)));
        return new(days.From, days.To, kept.Sum(p => p.Count), back.Sum(p => p.Count), open, ToDto(sums));
    }

    public async Task<Page<OrderEarning>> OrdersAsync(VendorId vendor, EarningsDays days, ListSlice slice, CancellationToken ct)
    {
        var ended = Ended(vendor, days);
        var found = await ended.OrderByDescending(p => p.EndedAt).ThenByDescending(p => p.Id).Slice(slice, p => p.EndedAt!.Value, p => p.Id, VendorOrderId.From).AsNoTracking().ToListAsync(ct);
        return slice.Page([.. found.Select(Row)], await ended.CountAsync(ct), e => new(e.EndedAt, e.Id));
    }

    /// <summary>All of them, in parts.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<OrderEarning>> AllAsync(
        VendorId vendor, EarningsDays days, int size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        ListPlace? after = null;
        while (true)
        {
            var part = await Ended(vendor, days).Slice(new("", null, size, after), p => p.EndedAt!.Value, p => p.Id, VendorOrderId.From).AsNoTracking().ToListAsync(ct);
            yield return [.. part.Take(size).Select(Row)];
            if (part.Count <= size)
            {
                yield break;
            }

            after = new(part[size - 1].EndedAt, part[size - 1].Id.Value);
        }
    }

    private IQueryable<VendorOrder> Ended(VendorId vendor, EarningsDays days)
    {
        var (from, until) = (town.StartOf(days.From), town.EndOf(days.To));
        return db.VendorOrders.OwnedBy(vendor).VisibleToVendor().Where(p => p.EndedAt >= from && p.EndedAt < until
            && (p.State == VendorOrderState.Delivered || p.State == VendorOrderState.Cancelled || p.State == VendorOrderState.Returned));
    }

    private static OrderEarning Row(VendorOrder part) => new(part.Id.Value, part.Number, part.State.ToWire(), part.EndedAt!.Value, part.CommissionPercent, ToDto(part.Earning!.Value));

    private static EarningDto ToDto(Earning e) => new(
        e.Sales.ToDto(), e.Refunds.ToDto(), e.Tax.ToDto(), e.TaxOnTop.ToDto(), e.Delivery.ToDto(), e.Commission.ToDto(), e.Net.ToDto());
}

public static class EarningsErrors
{
    public static Error EndBeforeBeginning { get; } = new(ErrorKind.Invalid, "earnings.end_before_beginning", "The last day lies before the first.", "to");

    public static Error TooManyDays(int most) => new(ErrorKind.Invalid, "earnings.too_many_days", $"Ask for {most} days at most.", "from");
}
