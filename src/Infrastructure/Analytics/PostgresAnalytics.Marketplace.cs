using Marketplace.Contracts.Analytics;
using Marketplace.Contracts.Shared;

namespace Marketplace.Infrastructure.Analytics;

internal sealed partial class PostgresAnalytics
{
    public async Task<AdminDashboard> OfMarketplaceAsync(CancellationToken ct)
    {
        var currency = (await settings.GetAsync(ct)).Currency;
        var now = clock.GetUtcNow();
        var today = town.DayOf(now);
        (string, object)[] of = [("zone", town.Zone.Id), ("today", today), ("now", now), ("from", town.StartOf(today.AddDays(-Days + 1))!.Value)];
        MoneyDto Of(decimal amount) => new(amount, currency);

        var days = await DaysAsync("", of, today, ct);
        var week = await SameDayLastWeekAsync("", of, ct);
        var hours = await HoursAsync("", of, ct);
        var live = await database.RowAsync(
            """
            select (select count(*) from orders.orders where state not in ('Delivered', 'Cancelled', 'PartiallyCancelled', 'Failed', 'Returned'))::int,
                (select count(*) from deliveries.riders where is_active and is_online)::int,
                (select count(*) from deliveries.riders r where is_active and is_online
                    and exists (select from deliveries.deliveries d where d.rider_id = r.id and d.state in ('Assigned', 'PickedUp', 'InTransit', 'Returning')))::int,
                (select count(*) from vendors.vendors where state = 'Approved' and is_taking_orders and not is_held)::int,
                (select count(*) from vendors.vendors where state = 'Approved')::int,
                (select count(distinct coalesce(customer_id::text, lower(contact_email))) from orders.orders)::int
            """,
            r => (Open: r.GetInt32(0), Online: r.GetInt32(1), Busy: r.GetInt32(2), VendorsOpen: r.GetInt32(3), Vendors: r.GetInt32(4), Customers: r.GetInt32(5)), ct, of);
        var month = await database.RowAsync(
            """
            select coalesce(100.0 * count(*) filter (where p.state = 'Cancelled') / nullif(count(*), 0), 0)::numeric(5, 1),
                avg(extract(epoch from p.ended_at - o.placed_at) / 60) filter (where p.state = 'Delivered' and p.method = 'Delivery')
            from orders.vendor_orders p join orders.orders o on o.id = p.order_id where o.placed_at >= @from and p.state <> 'Pending'
            """,
            r => (Cancelled: r.GetDecimal(0), Minutes: r.IsDBNull(1) ? (double?)null : Math.Round((double)r.GetDecimal(1))), ct, of);
        var vendors = await database.RowsAsync(
            $"""
            select p.vendor_id, max(p.vendor_name), max(p.vendor_hue), count(*)::int, sum(p.goods_amount)
            from orders.vendor_orders p join orders.orders o on o.id = p.order_id where o.placed_at >= @from and {Sold}
            group by p.vendor_id order by sum(p.goods_amount) desc, p.vendor_id limit 8
            """,
            r => new VendorSales(r.GetGuid(0), r.GetString(1), r.GetInt32(2), r.GetInt32(3), Of(r.GetDecimal(4))), ct, of);
        var categories = await database.RowsAsync(
            $"""
            select coalesce(top.name, c.name, 'Other'), sum(l.total_amount)
            from orders.lines l join orders.vendor_orders p on p.id = l.vendor_order_id join orders.orders o on o.id = p.order_id
            left join catalog.products d on d.id = l.product_id left join catalog.categories c on c.id = d.category_id left join catalog.categories top on top.id = c.parent_id
            where o.placed_at >= @from and {Sold} group by 1 order by 2 desc limit 8
            """,
            r => new CategorySales(r.GetString(0), Of(r.GetDecimal(1))), ct, of);
        return new(
            await AttentionAsync(of, ct), Of(days[^1].Sales), Of(week.Sales), days[^1].Orders, week.Orders, live.Open, live.Online, live.Busy, live.VendorsOpen, live.Vendors,
            live.Customers, month.Cancelled, month.Minutes, days, hours, vendors, categories, "dispatch");
    }

    private Task<IReadOnlyList<AttentionItem>> AttentionAsync((string, object)[] of, CancellationToken ct) => database.RowsAsync(
        """
        (select 'delivery_unassigned', 'No rider for ' || number, 'Searching since ' || to_char(created_at at time zone @zone, 'HH24:MI'), '/admin/dispatch', created_at
            from deliveries.deliveries where state in ('Searching', 'Offered') and created_at < @now::timestamptz - interval '5 minutes' order by created_at limit 5)
        union all
        (select 'order_late', number || ' is late at ' || vendor_name, 'Promised for ' || to_char(ready_by at time zone @zone, 'HH24:MI'), '/admin/orders/' || number, ready_by
            from orders.vendor_orders where state = 'Preparing' and ready_by < @now::timestamptz - interval '5 minutes' order by ready_by limit 5)
        union all
        (select 'vendor_pending', name || ' wants to sell', street, '/admin/vendors?state=PENDING', registered_at
            from vendors.vendors where state = 'Pending' order by registered_at limit 5)
        union all
        (select 'application_waiting', name || case role when 'Rider' then ' wants to ride' when 'Reseller' then ' wants to resell' else ' wants to recommend' end,
                left(pitch, 80), '/admin/applications/' || id, submitted_at
            from partners.applications where state = 'Submitted' order by submitted_at limit 5)
        union all
        (select 'refund_waiting', 'A refund for ' || p.order_number || ' is not paid yet', r.reason, '/admin/orders/' || p.order_number, r.requested_at
            from payments.refunds r join payments.payments p on p.id = r.payment_id where r.state = 'Requested' and r.requested_at < @now::timestamptz - interval '2 minutes' order by r.requested_at limit 5)
        """,
        r => new AttentionItem(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4)), ct, of);
}
