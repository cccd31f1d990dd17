using Marketplace.Application.Analytics;
using Marketplace.Application.Settings;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Analytics;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Vendors;
using Npgsql;

namespace Marketplace.Infrastructure.Analytics;

/// <summary>Figures from PostgreSQL. Days and hours are those of the town.</summary>
internal sealed partial class PostgresAnalytics(NpgsqlDataSource database, ISettings settings, TownTime town, Application.Media.MediaUrls media, TimeProvider clock) : IAnalytics
{
    private const string Sold = "p.state not in ('Pending', 'Cancelled')";
    private const int Days = 30;

    public async Task<VendorToday> OfVendorAsync(VendorId vendor, CancellationToken ct)
    {
        var currency = (await settings.GetAsync(ct)).Currency;
        var now = clock.GetUtcNow();
        var (today, zone) = (town.DayOf(now), town.Zone.Id);
        (string, object)[] of = [("vendor", vendor.Value), ("zone", zone), ("today", today), ("now", now), ("from", town.StartOf(today.AddDays(-Days + 1))!.Value)];
        MoneyDto Of(decimal amount) => new(amount, currency);

        var days = await DaysAsync("and p.vendor_id = @vendor", of, today, ct);
        var week = await SameDayLastWeekAsync("and p.vendor_id = @vendor", of, ct);
        var hours = await HoursAsync("and p.vendor_id = @vendor", of, ct);
        var open = await database.RowAsync(
            """
            select count(*) filter (where state = 'Confirmed'), count(*) filter (where state = 'Preparing'), count(*) filter (where state = 'Ready'),
                count(*) filter (where state = 'Preparing' and ready_by < @now)
            from orders.vendor_orders where vendor_id = @vendor and state in ('Confirmed', 'Preparing', 'Ready')
            """,
            r => (Waiting: r.GetInt32(0), Preparing: r.GetInt32(1), Ready: r.GetInt32(2), Late: r.GetInt32(3)), ct, of);
        var month = await database.RowAsync(
            """
            select coalesce(100.0 * count(*) filter (where p.state = 'Cancelled' and p.cancel_cause in ('Vendor', 'NoAnswer')) / nullif(count(*), 0), 0)::numeric(5, 1),
                avg(extract(epoch from a.at - c.at)) filter (where a.at is not null)
            from orders.vendor_orders p join orders.orders o on o.id = p.order_id
            left join lateral (select min(h.at) as at from orders.history h where h.vendor_order_id = p.id and h.state = 'Preparing') a on true
            left join lateral (select min(h.at) as at from orders.history h where h.vendor_order_id = p.id and h.state = 'Confirmed') c on true
            where p.vendor_id = @vendor and o.placed_at >= @from and p.state <> 'Pending' and p.cancel_cause is distinct from 'Unpaid'
            """,
            r => (Cancelled: r.GetDecimal(0), Accept: r.IsDBNull(1) ? (double?)null : Math.Round((double)r.GetDecimal(1))), ct, of);
        var top = await database.RowsAsync(
            $"""
            select l.product_id, max(l.name), (array_agg(l.image_id) filter (where l.image_id is not null))[1], sum(l.quantity)::int, sum(l.total_amount)
            from orders.lines l join orders.vendor_orders p on p.id = l.vendor_order_id join orders.orders o on o.id = p.order_id
            where p.vendor_id = @vendor and o.placed_at >= @from and {Sold} group by l.product_id order by sum(l.total_amount) desc, l.product_id limit 5
            """,
            r => new TopProduct(
                r.GetGuid(0), r.GetString(1), r.IsDBNull(2) ? null : media.Image(Domain.Media.MediaId.From(r.GetGuid(2)), r.GetString(1)), r.GetInt32(3), Of(r.GetDecimal(4))), ct, of);
        var low = await database.RowsAsync(
            """
            select d.id, s.variant_id, d.name, (select string_agg(value, ' · ') from jsonb_each_text(v.options)), s.on_hand - s.reserved, s.low_stock_at
            from inventory.stock_items s join catalog.variants v on v.id = s.variant_id join catalog.products d on d.id = v.product_id
            where s.vendor_id = @vendor and s.on_hand - s.reserved <= s.low_stock_at and d.state = 'Published' and d.is_active
            order by s.on_hand - s.reserved, d.name limit 12
            """,
            r => new LowStockItem(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetInt32(4), r.GetInt32(5)), ct, of);
        return new(
            Of(days[^1].Sales), Of(week.Sales), days[^1].Orders, week.Orders, open.Waiting, open.Preparing, open.Ready, open.Late, month.Accept, month.Cancelled, hours, days, top, low);
    }

    /// <summary>One entry for each of the last thirty days, also those without an order.</summary>
    private Task<IReadOnlyList<DayPoint>> DaysAsync(string where, (string, object)[] of, DateOnly today, CancellationToken ct) => database.RowsAsync(
        $"""
        select d.day::date, count(distinct x.order_id)::int, coalesce(sum(x.total), 0)
        from generate_series(@today::date - {Days - 1}, @today::date, interval '1 day') d(day)
        left join (
            select p.order_id, p.goods_amount as total, (o.placed_at at time zone @zone)::date as day
            from orders.vendor_orders p join orders.orders o on o.id = p.order_id where o.placed_at >= @from and {Sold} {where}) x on x.day = d.day::date
        group by d.day order by d.day
        """,
        r => new DayPoint(r.GetFieldValue<DateOnly>(0), r.GetInt32(1), r.GetDecimal(2)), ct, of);

    private Task<(int Orders, decimal Sales)> SameDayLastWeekAsync(string where, (string, object)[] of, CancellationToken ct) => database.RowAsync(
        $"""
        select count(distinct p.order_id)::int, coalesce(sum(p.goods_amount), 0) from orders.vendor_orders p join orders.orders o on o.id = p.order_id
        where o.placed_at >= (@today::date - 7)::timestamp at time zone @zone and o.placed_at < @now::timestamptz - interval '7 days' and {Sold} {where}
        """,
        r => (r.GetInt32(0), r.GetDecimal(1)), ct, of);

    private Task<IReadOnlyList<HourPoint>> HoursAsync(string where, (string, object)[] of, CancellationToken ct) => database.RowsAsync(
        $"""
        select h.hour, count(distinct x.order_id)::int, coalesce(sum(x.total), 0)
        from generate_series(0, 23) h(hour)
        left join (
            select p.order_id, p.goods_amount as total, extract(hour from o.placed_at at time zone @zone)::int as hour
            from orders.vendor_orders p join orders.orders o on o.id = p.order_id
            where o.placed_at >= @today::date::timestamp at time zone @zone and {Sold} {where}) x on x.hour = h.hour
        group by h.hour order by h.hour
        """,
        r => new HourPoint(r.GetInt32(0), r.GetInt32(1), r.GetDecimal(2)), ct, of);
}
