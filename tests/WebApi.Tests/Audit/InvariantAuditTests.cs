using Marketplace.Contracts.Orders;
using Marketplace.Infrastructure.Audit;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.WebApi.Tests.Audit;

/// <summary>An audit that never saw red proves nothing: each invariant is broken by hand once, in a transaction that is undone.</summary>
public sealed class InvariantAuditTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private static readonly TimeSpan NoPatience = TimeSpan.Zero;

    public async Task InitializeAsync()
    {
        var stall = await app.OpenStallAsync(stock: 40);
        var other = await app.OpenStallAsync(stock: 40, name: "Second shop");
        await Street.BuyAsync(await app.GuestWithAsync((stall, 2), (other, 1)), PaymentMethods.Cash, FulfilmentMethods.Pickup);
        await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi, FulfilmentMethods.Pickup); // waits for payment
        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.OpenDb();
            return !await db.Set<OutboxMessage>().AnyAsync(m => m.DeliveredAt == null);
        }, TimeSpan.FromSeconds(60));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Finds_nothing_in_a_healthy_marketplace()
    {
        var report = await Audit().RunAsync(NoPatience, CancellationToken.None);

        Assert.Empty(report.Violations);
        Assert.True(report.Invariants.Count >= 12 && report.Invariants.All(i => i.Checks.Count > 0 && i.Explanation.Length > 20));
    }

    [Theory]
    [InlineData("I-1", "update inventory.stock_items set on_hand = on_hand + 1 where on_hand > 0")]
    [InlineData("I-1", "insert into inventory.movements (variant_id, change, reserved_change, on_hand_after, reason, at) select variant_id, 0, 1, on_hand, 'Reserved', now() from inventory.stock_items limit 1")]
    [InlineData("I-1", "update inventory.reservations set quantity = quantity + 1, state = 'Open'")]
    [InlineData("I-1", "alter table inventory.stock_items drop constraint ck_stock_items_reserved; update inventory.stock_items set reserved = on_hand + 1")]
    [InlineData("I-2", "update inventory.reservations set quantity = 100 where state = 'Committed'")]
    [InlineData("I-5", "update payments.attempts set state = 'Captured', gateway_id = 'pay_x'")]
    [InlineData("I-5", "insert into sandbox.payments values ('pay_y', gen_random_uuid(), 5, 'INR', 'Upi', '', '', 'captured', null, now(), now() - interval '1 minute')")]
    [InlineData("I-5", "alter table payments.payments drop constraint ck_payments_captured; update payments.payments set captured_amount = amount_amount + 1")]
    [InlineData("I-6", "update orders.lines set total_amount = total_amount + 1, unit_price_amount = unit_price_amount + 1.0 / quantity")]
    [InlineData("I-6", "alter table orders.orders drop constraint ck_orders_total; update orders.orders set total_amount = total_amount + 0.01")]
    [InlineData("I-6", "update orders.vendor_orders set commission_amount = commission_amount + 0.01")]
    [InlineData("I-6", "update payments.payments set amount_amount = amount_amount + 1")]
    [InlineData("I-7", "update payments.payments set state = 'Completed', created_at = now() - interval '1 hour'")]
    [InlineData("I-7", "update payments.attempts set state = 'Captured', at = now() - interval '1 hour'")]
    [InlineData("I-10", "update shared.outbox set delivered_at = null, next_attempt_at = now() + interval '1 hour'")]
    [InlineData("I-10", "insert into shared.outbox_failures select gen_random_uuid(), id, 'X', 9, 'E', now(), null, now() from shared.outbox limit 1")]
    [InlineData("I-11", "update orders.vendor_orders set state = 'Ready'")]
    [InlineData("I-11", "insert into orders.history (id, order_id, vendor_order_id, state, at, who) select gen_random_uuid(), order_id, id, 'Delivered', now(), 'X' from orders.vendor_orders")]
    [InlineData("I-11", "update orders.orders set state = 'Delivered'")]
    [InlineData("I-12", "delete from payments.attempts; delete from payments.refunds; delete from payments.payments")]
    [InlineData("I-12", "update orders.orders set pay_by = now() - interval '1 minute' where state = 'Pending'")]
    [InlineData("I-12", "update orders.vendor_orders set answer_by = now() - interval '1 minute' where state = 'Confirmed'")]
    [InlineData("I-13", "insert into shared.idempotency_keys (id, caller, key, request_hash, started_at, locked_until, status) values (gen_random_uuid(), 'c', 'k', '', now(), now(), 200)")]
    [InlineData("I-18", "update inventory.reservations set state = 'Open', deadline = now() - interval '2 minutes'")]
    [InlineData("I-20", "update inventory.reservations set state = 'Released'")]
    [InlineData("I-20", "delete from inventory.reservations")]
    public async Task Finds_what_was_broken_by_hand(string invariant, string damage)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var undone = await connection.BeginTransactionAsync();
        await using (var break_ = new NpgsqlCommand(damage, connection))
        {
            Assert.NotEqual(0, await break_.ExecuteNonQueryAsync());
        }

        var report = await InvariantAudit.RunAsync(connection, TimeProvider.System.GetUtcNow(), NoPatience, CancellationToken.None);
        await undone.RollbackAsync();

        Assert.Contains(invariant, report.Violations.Select(v => v.Invariant));
        Assert.All(report.Violations, v => Assert.True(v.Subject.Length > 0 && v.Detail.Length > 0));
    }

    [Fact]
    public void Only_reads() => Assert.All(
        InvariantAudit.Invariants.SelectMany(i => i.Checks), c => Assert.DoesNotMatch(@"\b(insert|update|delete|alter|drop|truncate)\b", c.Sql));

    private InvariantAudit Audit() => app.Services.GetRequiredService<InvariantAudit>();
}
