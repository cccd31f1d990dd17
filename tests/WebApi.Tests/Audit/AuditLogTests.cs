using System.Globalization;
using System.Net;
using Marketplace.Application.Audit;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Audit;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Tests.Audit;

[Collection(nameof(MarketplaceApp))]
public sealed class AuditLogTests(MarketplaceApp app)
{
    private readonly UserId _admin = UserId.New();

    [Fact]
    public async Task A_price_is_noted_with_who_what_when_and_where()
    {
        var stall = await app.OpenStallAsync();
        using var http = app.SignedInAs(stall.Owner);
        http.DefaultRequestHeaders.Add(RequestLog.Header, "trace-of-a-price");

        await new VendorProductsClient(http).SetPriceAsync(stall.Variant.Value, new(123.5m, null));

        var seen = Assert.Single((await Admin().ListAsync(new(Who: stall.Owner.Value.ToString(), What: "variant"))).Items);
        Assert.Equal((AuditActors.Person, stall.Owner.Value, "price.changed", stall.Vendor.Id.Value), (seen.Actor, seen.ActorId, seen.Action, seen.VendorId));
        Assert.Equal(("123.5 INR", "trace-of-a-price"), (seen.After, seen.TraceId));
        Assert.EndsWith(" INR", seen.Before, StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetUtcNow() - seen.At < TimeSpan.FromMinutes(1));
        Assert.NotNull(seen.SubjectName);
        Assert.Equal(seen.Id, Assert.Single((await Shop(stall.Owner).ShopAsync(new(What: "variant"))).Items).Id);
        Assert.Empty((await Shop((await app.OpenStallAsync()).Owner).ShopAsync(new(What: "variant"))).Items);
    }

    [Fact]
    public async Task A_shop_learns_what_was_done_to_it_and_not_by_which_administrator()
    {
        var stall = await app.OpenStallAsync();
        await new AdminVendorsClient(app.SignedInAs(_admin, "admin")).SuspendAsync(stall.Vendor.Id.Value, "=HYPERLINK(\"https://example.org\")");

        var (all, theirs) = (await Admin().ListAsync(new(Who: _admin.Value.ToString())), await Shop(stall.Owner).ShopAsync(new(What: "shop")));

        Assert.Equal(_admin.Value, Assert.Single(all.Items).ActorId);
        var told = theirs.Items[0];
        Assert.Equal(("shop.suspended", AuditActors.Marketplace, "The marketplace", "=HYPERLINK(\"https://example.org\")"), (told.Action, told.Actor, told.ActorName, told.Reason));
        Assert.Equal((null, null, null), (told.ActorId, told.Place, told.TraceId));
        Assert.Empty((await Shop(stall.Owner).ShopAsync(new(Who: _admin.Value.ToString()))).Items);
        var csv = await new StreamReader(await Shop(stall.Owner).ExportShopAsync(new())).ReadToEndAsync();
        Assert.Contains("\"'=HYPERLINK(\"\"https://example.org\"\")\"", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(_admin.Value.ToString(), csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_noted_by_what_of_them_changed_and_a_refusal_is_not()
    {
        var client = new SettingsClient(app.SignedInAs(_admin, "admin"));
        var settings = await client.GetAsync();

        await Assert.ThrowsAsync<ApiException>(() => client.SaveAsync(settings with { TaxClasses = [settings.TaxClasses[0]], PlatformFee = 77 }));
        Assert.Empty((await Admin().ListAsync(new(Who: _admin.Value.ToString()))).Items);
        var changed = await client.SaveAsync(settings with { CashLimit = settings.CashLimit + 1 });
        await client.SaveAsync(changed with { CashLimit = settings.CashLimit });

        var seen = (await Admin().ListAsync(new(Who: _admin.Value.ToString()))).Items;
        Assert.Equal(["settings.changed", "settings.changed"], seen.Select(i => i.Action));
        Assert.Equal(
            (string.Create(CultureInfo.InvariantCulture, $"cash limit: {settings.CashLimit}"), string.Create(CultureInfo.InvariantCulture, $"cash limit: {settings.CashLimit + 1}")), (seen[1].Before, seen[1].After));
    }

    [Fact]
    public async Task What_is_undone_leaves_no_note()
    {
        var stall = await app.OpenStallAsync();
        await using (var db = app.OpenDb())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await db.Set<Vendor>().SingleAsync(v => v.Id == stall.Vendor.Id)).Suspend("Not really", TimeProvider.System.GetUtcNow());
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        Assert.DoesNotContain("shop.suspended", (await Shop(stall.Owner).ShopAsync(new())).Items.Select(i => i.Action));
    }

    [Fact]
    public async Task The_list_is_followed_by_cursor_without_a_gap()
    {
        var stall = await app.OpenStallAsync();
        var products = new VendorProductsClient(app.SignedInAs(stall.Owner));
        for (var price = 201; price <= 205; price++)
        {
            await products.SetPriceAsync(stall.Variant.Value, new(price, null));
        }

        List<string?> told = [];
        for (string? cursor = null; cursor is not null || told.Count == 0;)
        {
            var page = await Shop(stall.Owner).ShopAsync(new(What: "variant"), cursor, size: 2);
            told.AddRange(page.Items.Select(i => i.After));
            cursor = page.Next;
        }

        Assert.Equal(["205 INR", "204 INR", "203 INR", "202 INR", "201 INR"], told);
        Assert.Empty((await Shop(stall.Owner).ShopAsync(new(What: "variant", To: new(2020, 1, 1)))).Items);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(() => Shop(stall.Owner).ShopAsync(new(What: "nonsense")))).Status);
    }

    [Fact]
    public async Task Writers_at_the_same_time_make_one_chain()
    {
        const int Writers = 6;
        await using NpgsqlConnection gate = new(app.ConnectionString);
        await gate.OpenAsync();
        await using var closed = await gate.BeginTransactionAsync();
        await ExecuteAsync(gate, "select 1 from audit.head for update");
        var writing = Enumerable.Range(0, Writers).Select(async _ =>
        {
            await using var db = app.OpenDb();
            db.Set<AuditEntry>().Add(AuditEntry.Of(new("test.overlap", AuditSubject.Settings), AuditOrigin.Server, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }).ToArray();
        await Eventually.TrueAsync(async () => await ScalarAsync("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") >= Writers);

        await closed.CommitAsync();
        await Task.WhenAll(writing);

        await AssertWholeAsync();
        Assert.Equal(Writers, await ScalarAsync("select count(*) from audit.links l join audit.entries e on e.id = l.entry_id where e.action = 'test.overlap'"));
    }

    [Theory]
    [InlineData("update audit.entries set after = 'nothing' where id = '{0}'", "an entry is as it was written")]
    [InlineData("delete from audit.entries where id = '{0}'", "no entry is missing")]
    [InlineData("delete from audit.links where entry_id = '{0}'; delete from audit.entries where id = '{0}'", "the chain ends where it says")]
    public async Task Who_gets_around_the_database_s_refusal_is_found(string damage, string check)
    {
        var entry = AuditEntry.Of(new("test.damage", AuditSubject.Settings, After: "something"), AuditOrigin.Server, TimeProvider.System.GetUtcNow());
        await using (var db = app.OpenDb())
        {
            db.Set<AuditEntry>().Add(entry);
            await db.SaveChangesAsync();
        }

        var sql = string.Format(CultureInfo.InvariantCulture, damage, entry.Id.Value);
        await using NpgsqlConnection connection = new(app.ConnectionString);
        await connection.OpenAsync();
        await using (await connection.BeginTransactionAsync())
        {
            Assert.Contains("only grows", (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, sql))).Message, StringComparison.Ordinal);
        }

        await using var undone = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "lock table audit.entries in exclusive mode; set local session_replication_role = replica; " + sql);
        Assert.Contains(check, await BrokenAsync(connection));
        await undone.RollbackAsync();
        await AssertWholeAsync();
    }

    private AuditClient Admin() => new(app.SignedInAs(UserId.New(), "admin"));

    private AuditClient Shop(UserId owner) => new(app.SignedInAs(owner));

    private async Task AssertWholeAsync()
    {
        await using NpgsqlConnection connection = new(app.ConnectionString);
        await connection.OpenAsync();
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        Assert.Empty(await BrokenAsync(connection));
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(NpgsqlConnection connection) =>
        [.. (await InvariantAudit.RunAsync(connection, InvariantAudit.Invariants, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), CancellationToken.None)).Violations.Where(v => v.Invariant == "I-21").Select(v => v.Check)];

    private async Task<long> ScalarAsync(string sql)
    {
        await using NpgsqlConnection connection = new(app.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
