using Marketplace.Application.Inventory;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Infrastructure.Inventory;

/// <summary>The shelf in PostgreSQL. Rows are always locked in the order of their keys, so two orders never wait for each other.</summary>
internal sealed class PostgresStock(MarketplaceDbContext db) : IStock
{
    private const string Level = """ "VariantId", s.vendor_id as "VendorId", s.on_hand as "OnHand", s.reserved as "Reserved", s.low_stock_at as "LowStockAt", """;

    public Task<Result<Done>> ReserveAsync(OrderId order, IReadOnlyList<StockDemand> demands, DateTimeOffset? deadline, DateTimeOffset now, CancellationToken ct) =>
        TakeAsync("reserved = s.reserved + w.quantity", "'Open'", """0, c."Change", c."OnHand", 'Reserved'""", order, demands, deadline, now, ct);

    public Task<Result<Done>> SellAsync(OrderId order, IReadOnlyList<StockDemand> demands, DateTimeOffset now, CancellationToken ct) =>
        TakeAsync("on_hand = s.on_hand - w.quantity", "'Committed'", """-c."Change", 0, c."OnHand", 'Sold'""", order, demands, null, now, ct);

    /// <param name="change">What happens to the shelf.</param>
    /// <param name="state">Of the reservations.</param>
    /// <param name="movement">How the shelf's movement is written down.</param>
    private async Task<Result<Done>> TakeAsync(
        string change, string state, string movement, OrderId order, IReadOnlyList<StockDemand> demands, DateTimeOffset? deadline, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await QueryAsync(
            $"""
            with wanted as (select * from unnest(@variants, @parts, @quantities) as w(variant_id, part_id, quantity)),
            locked as (
                select s.variant_id, s.on_hand - s.reserved as available from inventory.stock_items s
                where s.variant_id = any(@variants) order by s.variant_id for update),
            checked as (select bool_and(coalesce(l.available, 0) >= w.quantity) as fits from wanted w left join locked l using (variant_id)),
            changed as (
                update inventory.stock_items s set {change}
                from wanted w cross join checked c where c.fits and s.variant_id = w.variant_id
                returning s.variant_id as {Level} w.quantity as "Change"),
            held as (
                insert into inventory.reservations (order_id, variant_id, vendor_order_id, quantity, state, created_at, deadline)
                select @order, w.variant_id, w.part_id, w.quantity, {state}, @now, @deadline from wanted w cross join checked c where c.fits),
            moved as (
                insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, order_id, at)
                select c."VariantId", {movement}, @order, @now from changed c)
            select * from changed
            """,
            ct,
            Ids("variants", demands.Select(d => d.VariantId.Value)),
            Ids("parts", demands.Select(d => d.VendorOrderId.Value)),
            new("quantities", demands.Select(d => d.Quantity).ToArray()),
            new("order", order.Value),
            new("deadline", NpgsqlDbType.TimestampTz) { Value = (object?)deadline ?? DBNull.Value },
            new("now", now));
        if (rows.Count == demands.Count)
        {
            Tell(rows, now, before: row => row.Available + row.Change);
            return default(Done);
        }

        return await ShortageAsync(demands, ct);
    }

    public async Task CommitAsync(OrderId order, DateTimeOffset now, CancellationToken ct) => await QueryAsync(
        $"""
        with held as (select r.variant_id, r.quantity from inventory.reservations r where r.order_id = @order and r.state = 'Open' order by r.variant_id for update),
        locked as (select s.variant_id from inventory.stock_items s join held using (variant_id) order by s.variant_id for update of s),
        changed as (
            update inventory.stock_items s set on_hand = s.on_hand - h.quantity, reserved = s.reserved - h.quantity
            from held h join locked l using (variant_id) where s.variant_id = h.variant_id
            returning s.variant_id as {Level} h.quantity as "Change"),
        sold as (update inventory.reservations r set state = 'Committed', deadline = null from held h where r.order_id = @order and r.variant_id = h.variant_id),
        moved as (
            insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, order_id, at)
            select c."VariantId", -c."Change", -c."Change", c."OnHand", 'Sold', @order, @now from changed c)
        select * from changed
        """,
        ct,
        new("order", order.Value),
        new("now", now));

    public async Task ReleaseAsync(OrderId order, VendorOrderId? part, MovementReason reason, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await QueryAsync(
            $"""
            with held as (
                select r.variant_id, r.quantity, r.state from inventory.reservations r
                where r.order_id = @order and (@part is null or r.vendor_order_id = @part) and r.state <> 'Released' order by r.variant_id for update),
            locked as (select s.variant_id from inventory.stock_items s join held using (variant_id) order by s.variant_id for update of s),
            changed as (
                update inventory.stock_items s set
                    on_hand = s.on_hand + case when h.state = 'Committed' then h.quantity else 0 end,
                    reserved = s.reserved - case when h.state = 'Open' then h.quantity else 0 end
                from held h join locked l using (variant_id) where s.variant_id = h.variant_id
                returning s.variant_id as {Level} h.quantity as "Change", h.state),
            freed as (update inventory.reservations r set state = 'Released', deadline = null from held h where r.order_id = @order and r.variant_id = h.variant_id),
            moved as (
                insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, order_id, at)
                select c."VariantId", case when c.state = 'Committed' then c."Change" else 0 end, case when c.state = 'Open' then -c."Change" else 0 end,
                    c."OnHand", @reason, @order, @now from changed c)
            select "VariantId", "VendorId", "OnHand", "Reserved", "LowStockAt", "Change" from changed
            """,
            ct,
            new("order", order.Value),
            new("part", NpgsqlDbType.Uuid) { Value = (object?)part?.Value ?? DBNull.Value },
            new("reason", reason.ToString()),
            new("now", now));
        Tell(rows, now, before: row => row.Available - row.Change);
    }

    public async Task<Result<StockLevel>> SetAsync(
        VariantId variant, VendorId vendor, int onHand, int? expectedOnHand, int? lowStockAt, MovementReason reason, string who, string? note, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await QueryAsync(
            $"""
            with locked as (
                select s.variant_id, s.on_hand from inventory.stock_items s
                where s.variant_id = @variant and s.vendor_id = @vendor and s.reserved <= @onHand and (@expected is null or s.on_hand = @expected) for update),
            changed as (
                update inventory.stock_items s set on_hand = @onHand, low_stock_at = coalesce(@low, s.low_stock_at)
                from locked l where s.variant_id = l.variant_id
                returning s.variant_id as {Level} @onHand - l.on_hand as "Change"),
            moved as (
                insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, note, who, at)
                select c."VariantId", c."Change", 0, c."OnHand", @reason, @note, @who, @now from changed c where c."Change" <> 0)
            select * from changed
            """,
            ct,
            new("variant", variant.Value),
            new("vendor", vendor.Value),
            new("onHand", onHand),
            new("expected", NpgsqlDbType.Integer) { Value = (object?)expectedOnHand ?? DBNull.Value },
            new("low", NpgsqlDbType.Integer) { Value = (object?)lowStockAt ?? DBNull.Value },
            new("reason", reason.ToString()),
            new("note", NpgsqlDbType.Text) { Value = (object?)note ?? DBNull.Value },
            new("who", who),
            new("now", now));
        if (rows is [var row])
        {
            Tell(rows, now, before: r => r.Available - r.Change);
            return new StockLevel(variant, vendor, row.OnHand, row.Reserved, row.LowStockAt);
        }

        var item = await db.Set<StockItem>().AsNoTracking().SingleOrDefaultAsync(i => i.VariantId == variant && i.VendorId == vendor, ct);
        return item switch
        {
            null => InventoryErrors.NotFound,
            _ when expectedOnHand is { } expected && item.OnHand != expected => InventoryErrors.Changed(item.OnHand),
            _ => InventoryErrors.BelowReserved(item.Reserved),
        };
    }

    public async Task<Result<Done>> SetAllAsync(
        IReadOnlyList<VariantId> variants, VendorId vendor, int units, bool isChange, MovementReason reason, string who, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await QueryAsync(
            $"""
            with locked as (
                select s.variant_id, s.on_hand, s.reserved, case when @isChange then s.on_hand + @units else @units end as next from inventory.stock_items s
                where s.variant_id = any(@variants) and s.vendor_id = @vendor order by s.variant_id for update),
            checked as (select count(*) = cardinality(@variants) and bool_and(l.next between l.reserved and @most) as fits from locked l),
            changed as (
                update inventory.stock_items s set on_hand = l.next
                from locked l cross join checked c where c.fits and s.variant_id = l.variant_id
                returning s.variant_id as {Level} l.next - l.on_hand as "Change"),
            moved as (
                insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, who, at)
                select c."VariantId", c."Change", 0, c."OnHand", @reason, @who, @now from changed c where c."Change" <> 0)
            select * from changed
            """,
            ct,
            Ids("variants", variants.Select(v => v.Value)),
            new("vendor", vendor.Value),
            new("units", units),
            new("isChange", isChange),
            new("most", StockItem.MaxOnHand),
            new("reason", reason.ToString()),
            new("who", who),
            new("now", now));
        if (rows.Count == variants.Count)
        {
            Tell(rows, now, before: r => r.Available - r.Change);
            return default(Done);
        }

        var items = await db.Set<StockItem>().AsNoTracking().Where(i => variants.Contains(i.VariantId) && i.VendorId == vendor).ToListAsync(ct);
        var below = items.Where(i => (isChange ? i.OnHand + units : units) < i.Reserved).ToArray();
        return items.Count < variants.Count ? InventoryErrors.NotFound
            : below.Length == 0 ? InventoryErrors.TooMany
            : below.Max(i => i.Reserved) is > 0 and var promised ? InventoryErrors.BelowReserved(promised)
            : InventoryErrors.NotSoMany(below.Min(i => i.OnHand));
    }

    public async Task OpenAsync(IReadOnlyList<(VariantId Variant, VendorId Vendor, int OnHand, int LowStockAt)> items, string who, DateTimeOffset now, CancellationToken ct) => await QueryAsync(
        $"""
        with opened as (
            insert into inventory.stock_items as s (variant_id, vendor_id, on_hand, reserved, low_stock_at)
            select variant_id, vendor_id, on_hand, 0, low from unnest(@variants, @vendors, @onHand, @low) as w(variant_id, vendor_id, on_hand, low)
            on conflict (variant_id) do nothing
            returning s.variant_id as {Level} s.on_hand as "Change"),
        moved as (
            insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, who, at)
            select o."VariantId", o."OnHand", 0, o."OnHand", 'Opening', @who, @now from opened o where o."OnHand" <> 0)
        select * from opened
        """,
        ct,
        Ids("variants", items.Select(i => i.Variant.Value)),
        Ids("vendors", items.Select(i => i.Vendor.Value)),
        new("onHand", items.Select(i => i.OnHand).ToArray()),
        new("low", items.Select(i => i.LowStockAt).ToArray()),
        new("who", who),
        new("now", now));

    private async Task<Error> ShortageAsync(IReadOnlyList<StockDemand> demands, CancellationToken ct)
    {
        VariantId[] ids = [.. demands.Select(d => d.VariantId)];
        var available = await db.Set<StockItem>().AsNoTracking().Where(i => ids.Contains(i.VariantId)).ToDictionaryAsync(i => i.VariantId, i => i.OnHand - i.Reserved, ct);
        var (short_, left) = demands.Select(d => (d, Left: available.GetValueOrDefault(d.VariantId))).OrderBy(d => d.Left - d.d.Quantity).First();
        return InventoryErrors.NotEnough(short_.VariantId, left);
    }

    private void Tell(IReadOnlyList<Row> rows, DateTimeOffset now, Func<Row, int> before)
    {
        foreach (var row in rows.Where(r => before(r) != r.Available))
        {
            var (variant, vendor) = (VariantId.From(row.VariantId), VendorId.From(row.VendorId));
            db.Publish(row.VariantId, new StockChanged(variant, vendor, row.Available, now));
            if (row.Available <= row.LowStockAt && before(row) > row.LowStockAt)
            {
                db.Publish(row.VariantId, new StockRanLow(variant, vendor, row.Available, now));
            }
        }
    }

    /// <summary>Without EF Core, which would look at each statement anew.</summary>
    private async Task<IReadOnlyList<Row>> QueryAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await db.Database.OpenConnectionAsync(ct); // the transaction's, when there is one
        try
        {
            await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection());
            command.Parameters.AddRange(parameters);
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ListAsync(r => new Row(r.GetGuid(0), r.GetGuid(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4), r.GetInt32(5)), ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static NpgsqlParameter Ids(string name, IEnumerable<Guid> ids) => new(name, ids.ToArray());

    private sealed record Row(Guid VariantId, Guid VendorId, int OnHand, int Reserved, int LowStockAt, int Change)
    {
        public int Available => OnHand - Reserved;
    }
}
