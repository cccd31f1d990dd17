using System.Globalization;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Infrastructure.Demo;

/// <param name="Seed">The same seed and the same present give the same town.</param>
/// <param name="Now">The present, never in the future; null is what the clock says.</param>
public sealed record SeedDemoOptions(int Seed = 7, DateTimeOffset? Now = null)
{
    /// <summary><c>[--seed N] [--now 2026-11-21T18:30:00Z]</c></summary>
    public static SeedDemoOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SeedDemoOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.", nameof(args));
            options = args[i] switch
            {
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--now" => options with { Now = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime() },
                _ => throw new ArgumentException($"seed-demo does not know {args[i]}. It takes --seed and --now.", nameof(args)),
            };
        }

        return options;
    }
}

/// <summary>
/// Loads the demo town: shops, goods, people, and ninety days of orders up to this minute, in one transaction. A database that
/// has shops already is left alone. No event is published: what is loaded happened before anybody listened.
/// </summary>
public sealed class SeedDemo(MarketplaceDbContext db, DemoPictures pictures, TownTime time, TimeProvider clock)
{
    /// <summary>What a part's life adds up to, told by the rows themselves.</summary>
    private const string SumUp = """
        update inventory.stock_items s set reserved = r.units
        from (select variant_id, sum(quantity) as units from inventory.reservations where state = 'Open' group by variant_id) r
        where r.variant_id = s.variant_id;

        update catalog.products p set sold_count = l.units, rating_sum = l.stars, rating_count = l.ratings
        from (select l.product_id, sum(l.quantity) as units, coalesce(sum(l.stars), 0) as stars, count(l.stars) as ratings
              from orders.lines l join orders.vendor_orders o on o.id = l.vendor_order_id where o.state = 'Delivered' group by l.product_id) l
        where l.product_id = p.id;

        update vendors.vendors v set rating_sum = l.stars, rating_count = l.ratings
        from (select o.vendor_id, sum(l.stars) as stars, count(l.stars) as ratings
              from orders.lines l join orders.vendor_orders o on o.id = l.vendor_order_id where l.stars is not null group by o.vendor_id) l
        where l.vendor_id = v.id;
        """;

    /// <summary>The gateway's own books, so that it knows what it is asked to give back.</summary>
    private const string Sandbox = """
        insert into sandbox.payments (id, reference, amount, currency, method, description, return_url, outcome, failure_reason, created_at, decided_at)
        select a.gateway_id, a.id, p.amount_amount, p.amount_currency, a.method, 'Order ' || p.order_number, a.page_url,
               case a.state when 'Captured' then 'captured' else 'failed' end, a.failure_reason, a.at, a.at + interval '1 minute'
        from payments.attempts a join payments.payments p on p.id = a.payment_id where a.gateway_id is not null;

        insert into sandbox.refunds (id, payment_id, idempotency_key, amount, created_at)
        select r.gateway_refund_id, a.gateway_id, r.id, r.amount_amount, r.completed_at
        from payments.refunds r join payments.attempts a on a.payment_id = r.payment_id and a.state = 'Captured' where r.gateway_refund_id is not null;
        """;

    public async Task RunAsync(SeedDemoOptions options, TextWriter output, CancellationToken ct)
    {
        if (await db.Set<Vendor>().AnyAsync(ct))
        {
            await Tell(100, "The database has shops already; nothing was loaded");
            return;
        }

        var now = options.Now ?? clock.GetUtcNow();
        var random = new Random(options.Seed);
        var ids = new SeededIds(new Random(options.Seed)); // before the first aggregate names itself
        await Tell(2, "Reading the town");
        var town = DemoTown.Read().AwakeAt(now, time.Zone);
        await Tell(5, "Painting pictures");
        await using var paintings = await pictures.PaintAsync(town, ct);
        await Tell(40, "Filling shelves");
        var shelves = DemoShelves.Fill(town, paintings.Ids, now.AddDays(-DemoRhythm.Days), random);
        await Tell(45, "Ninety days of orders");
        var life = new DemoLife(town, shelves, now, time.Zone, random);
        life.Live();
        await Tell(65, $"Storing {life.Orders.Count} orders");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await StoreAsync(shelves, life, new(town, [.. shelves.Vendors.Where(v => v.State == VendorState.Approved)], now), new(town, now), now, ids, ct);
        await Tell(75, "Hanging pictures");
        await paintings.StoredAsync();
        await transaction.CommitAsync(ct);
        await db.Database.ExecuteSqlRawAsync("analyze", ct);
        await Tell(100, "Tarapet is open");

        Task Tell(int percent, string text) => output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"progress {percent} {text}"));
    }

    private async Task StoreAsync(DemoShelves shelves, DemoLife life, DemoCircle circle, DemoPartners partners, DateTimeOffset now, SeededIds ids, CancellationToken ct)
    {
        var begin = now.AddDays(-DemoRhythm.Days);
        var copy = new BulkCopy(db.Model, id => ids[id], ids.Rename);
        Add([shelves.Settings], _ => begin);
        Add(shelves.Aisles, _ => begin);
        Add(shelves.Brands, _ => begin);
        Add(shelves.Vendors, v => v.RegisteredAt);
        Add(shelves.Products, p => p.CreatedAt);
        Add(life.People.AddressBooksFrom(begin), _ => begin);
        Add(life.Rides.Riders, r => r.RegisteredAt);
        var working = new DemoShifts([.. life.Rides.Riders], time, now);
        Add(working.Shifts, _ => now);
        Add(working.Availabilities, _ => now);
        Add(life.Orders, o => o.PlacedAt);
        Add(life.Payments, p => p.CreatedAt);
        Add(life.Rides.Deliveries, d => d.CreatedAt);
        Add(life.Rides.Positions, p => p.At);
        Add(life.Stock.Items, _ => begin);
        Add(life.Stock.Reservations, r => r.CreatedAt);
        Add(life.Stock.Movements, m => m.At);
        Add(new DemoNews(shelves, ids, time.Zone, now).Of(life.Orders), n => n.At);
        Add(shelves.Team.Invitations, i => i.InvitedAt);
        Add(shelves.Team.Entries(ids), e => e.At);
        Add(circle.Profiles, _ => begin);
        Add(circle.People, f => f.At);
        Add(circle.Shops, f => f.At);
        Add(circle.Activities, a => a.At);
        Add(partners.Applications, a => a.SubmittedAt);
        Add(partners.Partners, p => p.OpenedAt);

        await copy.WriteAsync((NpgsqlConnection)db.Database.GetDbConnection(), ct);
        await db.Database.ExecuteSqlRawAsync(SumUp, ct);
        await db.Database.ExecuteSqlRawAsync(Sandbox, ct);
        await db.Database.ExecuteSqlAsync($"update notifications.notifications set read_at = at + interval '9 minutes' where at < {now.AddHours(-3)}", ct);

        void Add<T>(IEnumerable<T> all, Func<T, DateTimeOffset> at) where T : class
        {
            foreach (var one in all)
            {
                copy.Add(one, at(one));
            }
        }
    }
}
