using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Audit;
using Marketplace.Infrastructure.Demo;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.WebApi.Tests.Demo;

public sealed class SeedDemoTests
{
    internal static readonly SeedDemoOptions SaturdayEvening = new(Seed: 11, Now: new(2026, 10, 3, 13, 0, 0, TimeSpan.Zero));

    private static readonly Lazy<Task<string>> Saturday = new(async () =>
    {
        var database = await TestDatabase.CreateAsync();
        await SeedAsync(database, SaturdayEvening);
        return database;
    });

    /// <summary>The database with the town of Saturday evening, for all who only look at it.</summary>
    private static Task<string> TownAsync() => Saturday.Value;

    [Theory]
    [InlineData("2026-10-03T18:30:00+05:30")]
    [InlineData("2026-10-05T04:40:00+05:30")]
    public async Task Loads_a_town_that_lives(string now)
    {
        var database = await TestDatabase.CreateAsync();
        var output = await SeedAsync(database, SeedDemoOptions.Parse(["--seed", "11", "--now", now]));

        Assert.StartsWith("progress ", output, StringComparison.Ordinal);
        Assert.EndsWith("progress 100 Tarapet is open\n", output, StringComparison.Ordinal);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        Task<long> Count(string what) => CountAsync(connection, $"select count(*) from {what}");

        Assert.InRange(await Count("vendors.vendors where state = 'Approved'"), 14, 40);
        Assert.Equal(1, await Count("vendors.vendors where state = 'Pending'"));
        Assert.Equal(1, await Count("vendors.vendors where state = 'Suspended'"));
        Assert.InRange(await Count("catalog.products"), 250, 1000);
        Assert.Equal(12, await Count("deliveries.riders"));
        Assert.Equal(60, await CountAsync(connection, "select count(distinct user_id) from orders.addresses where is_default"));
        Assert.InRange(await CountAsync(connection, "select count(distinct customer_id) from orders.orders"), 55, 60);
        Assert.InRange(await Count("orders.orders"), 2000, 5000);
        Assert.InRange(await CountAsync(connection, "select count(distinct placed_at::date) from orders.orders"), 90, 92);
        Assert.Equal(0, await Count("shared.outbox"));

        // Something of everything that a part can come to, and of every way to pay.
        Assert.InRange(await CountAsync(connection, "select count(distinct state) from orders.vendor_orders"), 7, 9);
        Assert.Equal(5, await CountAsync(connection, "select count(distinct cancel_cause) from orders.vendor_orders"));
        Assert.Equal(4, await CountAsync(connection, "select count(distinct payment_method) from orders.orders"));
        Assert.InRange(await Count("payments.refunds"), 50, 1000);
        Assert.InRange(await Count("orders.vendor_orders where state = 'Confirmed'"), 3, 60);
        Assert.InRange(await Count("deliveries.deliveries where ended_at is null"), 3, 80);
        Assert.InRange(await Count("deliveries.deliveries where ended_at is null and rider_id is not null"), 3, 12);
        Assert.InRange(await Count("inventory.stock_items where on_hand = 0"), 5, 60);
        Assert.InRange(await Count("catalog.products where rating_count > 0"), 200, 400);
        Assert.InRange(await Count("notifications.notifications where read_at is null"), 10, 600);
    }

    [Fact]
    public async Task Keeps_the_books()
    {
        await using var connection = new NpgsqlConnection(await TownAsync());
        await connection.OpenAsync();

        Assert.All(
            [
                "inventory.stock_items s where s.on_hand <> (select coalesce(sum(m.change), 0) from inventory.movements m where m.variant_id = s.variant_id)",
                "inventory.stock_items s where s.reserved <> (select coalesce(sum(m.reserved_change), 0) from inventory.movements m where m.variant_id = s.variant_id)",
                "orders.orders o where o.total_amount <> (select sum(p.total_amount) from orders.vendor_orders p where p.order_id = o.id)",
                "payments.payments p join orders.orders o on o.id = p.order_id where p.state = 'Completed' and p.captured_amount <> o.total_amount",
                "orders.vendor_orders v where v.state not in (select h.state from orders.history h where h.vendor_order_id = v.id and h.at = (select max(l.at) from orders.history l where l.vendor_order_id = v.id))",
                "deliveries.deliveries d join orders.vendor_orders v on v.id = d.vendor_order_id where d.state = 'Delivered' and v.state <> 'Delivered'",
                "payments.attempts a full join sandbox.payments s on s.id = a.gateway_id where s.id is null and a.state <> 'Created' or s.reference is distinct from a.id and s.id is not null",
                "payments.refunds r where r.state = 'Completed' and not exists (select 1 from sandbox.refunds s where s.idempotency_key = r.id and s.amount = r.amount_amount)",
                "inventory.movements m join (select id, lag(at) over (partition by variant_id order by id) as before from inventory.movements) b using (id) where b.before > m.at",
            ],
            wrong => Assert.Equal(0, CountAsync(connection, $"select count(*) from {wrong}").GetAwaiter().GetResult()));
        AuditedApp.AssertClean(await InvariantAudit.RunAsync(connection, InvariantAudit.Invariants, SaturdayEvening.Now!.Value, TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task Gives_the_same_town_for_the_same_seed()
    {
        var (second, other) = (await TestDatabase.CreateAsync(), await TestDatabase.CreateAsync());
        await SeedAsync(second, SaturdayEvening);
        await SeedAsync(other, SaturdayEvening with { Seed = 12 });

        var town = await FingerprintAsync(await TownAsync());
        Assert.Equal(town, await FingerprintAsync(second));
        Assert.NotEqual(town, await FingerprintAsync(other));
    }

    [Fact]
    public async Task Leaves_a_database_alone_that_has_shops()
    {
        var database = await TownAsync();
        var before = await FingerprintAsync(database);

        Assert.Equal("progress 100 The database has shops already; nothing was loaded\n", await SeedAsync(database, new SeedDemoOptions(Seed: 3)));
        Assert.Equal(before, await FingerprintAsync(database));
    }

    [Fact]
    public void Understands_its_options()
    {
        Assert.Equal(new SeedDemoOptions(), SeedDemoOptions.Parse([]));
        Assert.Equal(SaturdayEvening, SeedDemoOptions.Parse(["--now", "2026-10-03T18:30:00+05:30", "--seed", "11"]));
        Assert.Throws<ArgumentException>(() => SeedDemoOptions.Parse(["--sed", "11"]));
        Assert.Throws<ArgumentException>(() => SeedDemoOptions.Parse(["--seed"]));
    }

    internal static async Task<string> SeedAsync(string database, SeedDemoOptions options)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Marketplace", database)]).Build();
        await using var provider = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddInfrastructure(configuration).BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await using var output = new StringWriter { NewLine = "\n" };
        await scope.ServiceProvider.GetRequiredService<SeedDemo>().RunAsync(options, output, CancellationToken.None);
        return output.ToString();
    }

    /// <summary>Every row of every table, in one number for each.</summary>
    private static async Task<IReadOnlyList<string>> FingerprintAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.Contains("orders.orders", tables);
        var prints = new List<string>();
        foreach (var table in tables)
        {
            await using var sum = new NpgsqlCommand($"select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {table} t", connection);
            prints.Add($"{table} {await sum.ExecuteScalarAsync()}");
        }

        return prints;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string query)
    {
        await using var command = new NpgsqlCommand(query, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
