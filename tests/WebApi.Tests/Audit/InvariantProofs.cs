using System.Text.RegularExpressions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Audit;
using Marketplace.WebApi.Tests.Demo;
using Marketplace.WebApi.Tests.Shared;
using Npgsql;

namespace Marketplace.WebApi.Tests.Audit;

/// <summary>
/// An audit that never saw red proves nothing: every single check is made to find something, by damage to a whole town, done in a
/// transaction that is undone. What the database itself forbids is allowed for as long.
/// </summary>
public sealed partial class InvariantProofs(InvariantProofs.Town town) : IClassFixture<InvariantProofs.Town>
{
    private const string AllowEverything = """
        set local session_replication_role = replica;
        do $$ declare it record; begin
            for it in select conrelid::regclass as tab, conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
                where contype = 'c' and n.nspname in ('inventory', 'orders', 'payments', 'deliveries', 'shared', 'sandbox', 'notifications') loop
                execute format('alter table %s drop constraint %I', it.tab, it.conname);
            end loop;
            for it in select i.indexrelid::regclass as ind from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
                where i.indisunique and not i.indisprimary and n.nspname in ('inventory', 'orders', 'payments', 'deliveries', 'shared', 'sandbox', 'notifications')
                and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) loop
                execute format('drop index %s', it.ind);
            end loop;
        end $$;
        """;

    /// <summary>One damage for each check, in the order of the audit.</summary>
    private static readonly (string Invariant, string Check, string Damage)[] Damages =
    [
        ("I-1", "on hand = movements", "update inventory.stock_items set on_hand = on_hand + 1 where on_hand > 0"),
        ("I-1", "reserved = movements of reservations", "insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, at) select variant_id, 0, 1, on_hand, 'Reserved', now() from inventory.stock_items limit 1"),
        ("I-1", "reserved = open reservations", "update inventory.reservations set state = 'Open' where state = 'Committed'"),
        ("I-1", "0 ≤ reserved ≤ on hand", "update inventory.stock_items set reserved = on_hand + 1"),
        ("I-1", "the last movement tells what is there", "update inventory.movements set on_hand_after = on_hand_after + 1"),
        ("I-2", "sold ≤ received", "update inventory.reservations set quantity = 1000000 where state = 'Committed'"),
        ("I-5", "what the sandbox captured, we know", "update payments.attempts set state = 'Failed' where state = 'Captured'"),
        ("I-5", "what we hold captured, the sandbox captured", "update sandbox.payments set outcome = 'declined' where outcome = 'captured'"),
        ("I-5", "captured what was asked for", "update sandbox.payments set amount = amount + 1"),
        ("I-5", "refunded ≤ captured ≤ asked for", "update payments.payments set captured_amount = amount_amount + 1"),
        ("I-5", "an order is paid once", "update payments.attempts set state = 'Captured' where payment_id in (select payment_id from payments.attempts group by 1 having count(*) > 1)"),
        ("I-5", "our refunds reached the sandbox", "delete from sandbox.refunds"),
        ("I-5", "the sandbox refunded nothing on its own", "delete from payments.refunds"),
        ("I-6", "lines make the goods of a part", "delete from orders.lines where id in (select id from orders.lines limit 1)"),
        ("I-6", "quantity × price makes a line", "update orders.lines set total_amount = total_amount + 0.01"),
        ("I-6", "a part's total is goods, delivery, fee and, where it comes on top, tax", "update orders.vendor_orders set delivery_fee_amount = delivery_fee_amount + 0.01"),
        ("I-6", "a part's tax covers its lines' taxes", "update orders.vendor_orders set tax_amount = -0.01"),
        ("I-6", "parts make the order", "update orders.orders set total_amount = total_amount + 0.01"),
        ("I-6", "the payment asks for the order's total", "update payments.payments set amount_amount = amount_amount + 0.01"),
        ("I-6", "a completed payment captured all of it", "update payments.payments set captured_amount = captured_amount - 0.01 where state = 'Completed'"),
        ("I-6", "the commission is the frozen rate of the goods", "update orders.vendor_orders set commission_amount = commission_amount + 0.01"),
        ("I-6", "one currency to an order", "update orders.vendor_orders set total_currency = 'EUR'"),
        ("I-7", "a paid order is confirmed", "update orders.orders set state = 'Pending' where id in (select order_id from payments.payments where state = 'Completed')"),
        ("I-7", "a cancelled part of a paid order is refunded", "delete from payments.refunds where vendor_order_id is not null"),
        ("I-7", "a returned part of a paid order is refunded", "update orders.vendor_orders set state = 'Returned' where id in (select p.id from orders.vendor_orders p join payments.payments y on y.order_id = p.order_id where p.state = 'Delivered' and y.state = 'Completed')"),
        ("I-7", "a captured attempt is kept or refunded", "update payments.payments set state = 'Failed' where state = 'Completed'"),
        ("I-7", "a refund does not wait", "update payments.refunds set state = 'Requested'"),
        ("I-9", "one accepted offer to a delivery", "update deliveries.offers set answer = 'Accepted' where delivery_id in (select delivery_id from deliveries.offers group by 1 having count(*) > 1)"),
        ("I-9", "one active delivery to a rider", "update deliveries.deliveries set state = 'Assigned' where state = 'Delivered'"),
        ("I-9", "under way only with a rider", "update deliveries.deliveries set rider_id = null where state = 'Delivered'"),
        ("I-10", "nothing waits", "insert into shared.outbox (id, stream_id, name, type, payload, occurred_at) values (gen_random_uuid(), gen_random_uuid(), '', 'X', '{}', '2026-01-01')"),
        ("I-10", "nothing is parked", "insert into shared.outbox_failures values (gen_random_uuid(), gen_random_uuid(), 'X', 9, 'E', now(), null, now())"),
        ("I-10", "once for each consumer", "alter table shared.inbox drop constraint pk_inbox; insert into shared.inbox (consumer, message_id, handled_at) select 'X', '00000000-0000-0000-0000-000000000001', now() from generate_series(1, 2)"),
        ("I-11", "a part's state is in its history", "update orders.vendor_orders set state = 'Returned' where state = 'Delivered'"),
        ("I-11", "each state of a part follows one that leads to it", "delete from orders.history where state = 'Confirmed'"),
        ("I-11", "no state of a part twice, and nothing after the end", "insert into orders.history (id, order_id, vendor_order_id, state, at, who) select gen_random_uuid(), order_id, vendor_order_id, state, at, who from orders.history"),
        ("I-11", "the order follows from its parts", "update orders.orders set state = 'Failed'"),
        ("I-11", "a delivery's state is in its history", "delete from deliveries.steps where state = 'Delivered'"),
        ("I-11", "each state of a delivery follows one that leads to it", "delete from deliveries.steps where state = 'PickedUp'"),
        ("I-11", "a delivered ride and its part agree", "update deliveries.deliveries set state = 'Returned' where state = 'Delivered'"),
        ("I-12", "an order has parts, a part lines, an order a payment", "delete from payments.payments"),
        ("I-12", "a part's history is its own order's", "update orders.history set order_id = (select min(id::text)::uuid from orders.orders)"),
        ("I-12", "a delivery belongs to a part that is delivered", "update orders.vendor_orders set method = 'Pickup'"),
        ("I-12", "an accepted part to be delivered has a delivery", "delete from deliveries.deliveries"),
        ("I-12", "an order does not wait for its payment for ever", "update orders.orders set state = 'Pending', pay_by = '2026-01-01'"),
        ("I-12", "a shop does not answer late", "update orders.vendor_orders set state = 'Confirmed', answer_by = '2026-01-01'"),
        ("I-12", "an offer does not outlive its deadline", "update deliveries.offers set answer = 'Open', expires_at = '2026-01-01'"),
        ("I-12", "a reservation belongs to a part of its order", "update inventory.reservations set vendor_order_id = gen_random_uuid()"),
        ("I-13", "one request to a key", "insert into shared.idempotency_keys (id, caller, key, request_hash, started_at, locked_until) select gen_random_uuid(), 'c', 'k', '', now(), now() from generate_series(1, 2)"),
        ("I-13", "an answer is whole", "insert into shared.idempotency_keys (id, caller, key, request_hash, started_at, locked_until, status) values (gen_random_uuid(), 'c', 'k', '', now(), now(), 200)"),
        ("I-13", "a mail goes out once for a cause and recipient", "insert into notifications.mails (id, cause, kind, recipient, subject, state, queued_at, revision) select gen_random_uuid(), 'welcome:1', 'welcome', 'a@example.org', 'S', 'Sent', now(), 1 from generate_series(1, 2)"),
        ("I-15", "cash taken and cash given up are the parts that say so", "update payments.payments set waived_amount = waived_amount + 0.01 where method = 'CashOnDelivery'"),
        ("I-15", "cash is due as long as something is to be handed over", "update payments.payments set state = 'CashDue' where state = 'Cancelled'"),
        ("I-15", "nothing paid otherwise has cash to it", "update payments.payments set state = 'CashCollected' where state = 'Completed'"),
        ("I-15", "cash is collected in full or not at all", "update deliveries.deliveries set cash_collected_amount = cash_collected_amount - 0.01 where cash_to_collect_amount > 0"),
        ("I-15", "a rider collects what the part costs", "update deliveries.deliveries set cash_to_collect_amount = cash_to_collect_amount + 1"),
        ("I-16", "a product is found by its own words", "update catalog.products set search = ''"),
        ("I-16", "a product's stars are its lines' stars", "update catalog.products set rating_count = rating_count + 1"),
        ("I-16", "a shop's stars are its lines' stars", "update vendors.vendors set rating_sum = rating_sum + 1"),
        ("I-16", "what was sold of a product is what was handed over", "update catalog.products set sold_count = sold_count + 1"),
        ("I-18", "none is open after its deadline", "update inventory.reservations set state = 'Open', deadline = '2026-01-01'"),
        ("I-19", "a line's tax is its rate of its total", "update orders.lines set tax_amount = tax_amount + 0.01"),
        ("I-19", "a part's other tax is that of its fees", "update orders.vendor_orders set tax_amount = tax_amount + delivery_fee_amount + platform_fee_amount + 0.01"),
        ("I-20", "the units of each line are held as its part's state wants it", "delete from inventory.reservations where state = 'Committed'"),
        ("I-20", "what came back is on the shelf again", "update orders.vendor_orders set state = 'Returned' where state = 'Delivered'"),
        ("I-20", "nothing is held for what nobody ordered", "delete from orders.lines"),
        ("I-21", "an entry is as it was written", "update audit.entries set after = 'nothing' where id = (select entry_id from audit.links where number = 2)"),
        ("I-21", "no entry is missing", "delete from audit.entries where id = (select entry_id from audit.links where number = 2)"),
        ("I-21", "every entry is chained", "insert into audit.entries (id, at, actor, action, subject_kind, subject_id) values (gen_random_uuid(), now(), 'Server', 'x', 'x', 'x')"),
        ("I-21", "each link follows the one before", "delete from audit.links where number = 2"),
        ("I-21", "the chain ends where it says", "delete from audit.links where number = (select max(number) from audit.links)"),
    ];

    public static IEnumerable<object[]> Checks => Damages.Select(d => (object[])[d.Invariant, d.Check]);

    [Fact]
    public void Every_check_has_its_damage() =>
        Assert.Equal(InvariantAudit.Invariants.SelectMany(i => i.Checks.Select(c => (i.Id, c.Name))), Damages.Select(d => (d.Invariant, d.Check)));

    /// <summary>The audit counts in minor units by itself: by the same ones as <see cref="Money"/>.</summary>
    [Fact]
    public void Knows_what_each_currency_can_pay()
    {
        var sql = InvariantAudit.Invariants.Single(i => i.Id == "I-19").Checks[0].Sql;
        var listed = MinorUnits().Matches(sql).SelectMany(list => list.Groups["code"].Captures.Select(code => (Currency: code.Value, Unit: list.Groups["unit"].Value))).ToDictionary(c => c.Currency, c => c.Unit);

        var letters = Enumerable.Range('A', 26).Select(c => (char)c).ToArray();
        var others = from a in letters from b in letters from c in letters let code = $"{a}{b}{c}" let decimals = Money.DecimalsOf(code) where decimals != 2 select (code, decimals == 0 ? "1" : "0.001");
        Assert.Equal(others.ToDictionary(c => c.code, c => c.Item2), listed);
    }

    /// <summary>Half a minor unit goes to the even one, as the code rounds.</summary>
    /// <param name="thousandths">The tax that is stored.</param>
    [Theory]
    [InlineData(50, 5, false, 20, true)] // 0.025
    [InlineData(50, 5, false, 30, false)]
    [InlineData(70, 5, false, 40, true)] // 0.035
    [InlineData(70, 5, false, 30, false)]
    [InlineData(11800, 18, true, 18000, true)]
    [InlineData(11800, 18, true, 18010, false)]
    [InlineData(11800, 18, true, 18001, false)]
    public async Task Rounds_taxes_as_the_code_does(int paise, int rate, bool isIncluded, int thousandths, bool isRight)
    {
        var (total, tax) = (paise / 100m, thousandths / 1000m);
        Assert.Equal(isRight, Tax.Of(new(total, "INR"), rate, isIncluded).Amount == tax);
        await using var connection = await town.OpenAsync();
        await using var undone = await connection.BeginTransactionAsync();
        foreach (var sql in (string[])[AllowEverything,
            $"update orders.orders set price_includes_tax = {isIncluded}",
            FormattableString.Invariant($"update orders.lines set total_amount = {total}, tax_rate = {rate}, tax_amount = {tax}")])
        {
            await using var step = new NpgsqlCommand(sql, connection);
            await step.ExecuteNonQueryAsync();
        }

        var report = await AuditAsync(connection, "I-19");
        await undone.RollbackAsync();

        Assert.Equal(isRight, !report.Violations.Any(v => v is { Invariant: "I-19", Check: "a line's tax is its rate of its total" }));
    }

    [Fact]
    public async Task Finds_nothing_in_the_town_as_it_is()
    {
        await using var connection = await town.OpenAsync();

        AuditedApp.AssertClean(await AuditAsync(connection));
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Finds_what_was_broken_by_hand(string invariant, string check)
    {
        await using var connection = await town.OpenAsync();
        await using var undone = await connection.BeginTransactionAsync();
        foreach (var sql in (string[])[AllowEverything, .. Damages.Single(d => (d.Invariant, d.Check) == (invariant, check)).Damage.Split("; ")])
        {
            await using var damage = new NpgsqlCommand(sql, connection);
            Assert.NotEqual(0, await damage.ExecuteNonQueryAsync());
        }

        var report = await AuditAsync(connection, invariant);
        await undone.RollbackAsync();

        Assert.Contains((invariant, check), report.Violations.Select(v => (v.Invariant, v.Check)));
        Assert.All(report.Violations, v => Assert.True(v.Subject.Length > 0 && v.Detail.Length > 0));
    }

    [GeneratedRegex(@"in \((?:'(?<code>[A-Z]{3})'(?:, )?)+\) then (?<unit>[0-9.]+)")]
    private static partial Regex MinorUnits();

    /// <param name="only">Of one invariant alone, since all of them take a second or two.</param>
    private static Task<AuditReport> AuditAsync(NpgsqlConnection connection, string? only = null) =>
        InvariantAudit.RunAsync(connection, [.. InvariantAudit.Invariants.Where(i => only is null || i.Id == only)], SeedDemoTests.SaturdayEvening.Now!.Value, TimeSpan.Zero, CancellationToken.None);

    /// <summary>The demo town: something of everything, and nobody who works on it.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private string _database = "";

        public async Task InitializeAsync()
        {
            _database = await TestDatabase.CreateAsync();
            await SeedDemoTests.SeedAsync(_database, SeedDemoTests.SaturdayEvening);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public async Task<NpgsqlConnection> OpenAsync()
        {
            var connection = new NpgsqlConnection(_database);
            await connection.OpenAsync();
            return connection;
        }
    }
}
