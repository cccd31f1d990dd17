using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Deliveries;
using Marketplace.WebApi.Tests.Notifications;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>A person leaves, and takes a copy of their data along. On a host of its own, which has the identity server's tables beside it.</summary>
public sealed class DeleteAccountTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly UserId _user = UserId.New();

    /// <summary>Stands wherever the person left something.</summary>
    private readonly string _mark = $"zq{Guid.CreateVersion7():N}"[..28];

    public async Task InitializeAsync()
    {
        await SqlAsync(
            """
            create schema if not exists identity;
            create table if not exists identity.users (id uuid primary key, email text, full_name text, phone_number text, roles text[] not null default '{customer}');
            create or replace view identity.user_directory as
                select id, email, full_name, phone_number as phone, roles, now() as created_at, null::timestamptz as locked_until, null::timestamptz as last_sign_in_at from identity.users
            """);
        await SqlAsync($"insert into identity.users (id, email, full_name) values ('{_user.Value}', '{_mark}@example.org', '{_mark}')");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Nothing_of_the_person_is_left_but_what_the_page_says()
    {
        var order = await LeaveTracesAsync();
        Assert.True((await TracesAsync()).Count >= 10, string.Join(", ", await TracesAsync())); // or nothing would be proved

        await Client().DeleteAccountAsync(new("Delete my account "));
        await DeleteDueAsync();
        Assert.NotEmpty(await TracesAsync()); // not before it is due
        await SqlAsync($"update people.deletions set due_at = now() - interval '1 second' where user_id = '{_user.Value}'");
        await DeleteDueAsync();

        Assert.Empty(await TracesAsync());
        Assert.Equal("delivered for 100", await SqlAsync($"select lower(state) || ' for ' || goods_amount::int from orders.vendor_orders where order_id = (select id from orders.orders where number = '{order}')"));
        Assert.Equal(_user.Value, await SqlAsync($"select customer_id from orders.orders where number = '{order}'"));
        Assert.Equal("600999 Tarapet", await SqlAsync($"select (address->>'postalCode') || ' ' || (address->>'city') from orders.orders where number = '{order}'"));
        Assert.Single(await app.RaisedAsync<UserDeleted>(), e => e.UserId == _user);
        Assert.Null(await SqlAsync($"select id from identity.users where id = '{_user.Value}'"));

        await EraseAsync(); // once more does no harm
        Assert.Single(await app.RaisedAsync<UserDeleted>(), e => e.UserId == _user);
    }

    [Fact]
    public async Task A_copy_holds_everything_but_keys_and_is_for_the_owner_alone()
    {
        await LeaveTracesAsync();

        Assert.Null((await Client().AskForCopyAsync()).Copy!.ReadyAt);
        await app.DrainedAsync();

        Assert.NotNull((await Client().GetAsync()).Copy!.ReadyAt);
        using var answer = await Client().CopyAsync();
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var files = zip.Entries.ToDictionary(e => e.FullName, e => new StreamReader(e.Open()).ReadToEnd());
        foreach (var name in (string[])["orders.orders.json", "orders.addresses.json", "people.profiles.json", "notifications.notifications.json", "notifications.mails.json", "deliveries.riders.json", "identity.users.json"])
        {
            Assert.Contains(_mark, files[name], StringComparison.Ordinal);
        }

        Assert.Contains("172.5", files["people.profiles.json"], StringComparison.Ordinal);
        Assert.DoesNotContain("access_token", files["orders.orders.json"], StringComparison.Ordinal);
        Assert.Contains(await app.RaisedAsync<NotificationTold>(), e => e.UserId == _user && e.Kind == "data_copy");

        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => new PrivacyClient(app.SignedInAs(UserId.New())).CopyAsync())).Status);
        await SqlAsync($"update people.data_copies set expires_at = now() where user_id = '{_user.Value}'");
        Assert.Equal("data_copy.not_ready", (await Assert.ThrowsAsync<ApiException>(() => Client().CopyAsync())).Code);
        await DeleteDueAsync();
        Assert.Null(await SqlAsync($"select user_id from people.data_copies where user_id = '{_user.Value}'"));
    }

    [Fact]
    public async Task One_copy_is_made_at_a_time()
    {
        await app.SaveAsync(AskedNow());

        Assert.Equal("data_copy.in_the_making", (await Assert.ThrowsAsync<ApiException>(() => Client().AskForCopyAsync())).Code);
    }

    [Fact]
    public async Task Who_has_a_phone_only_is_told_by_text_and_among_the_news()
    {
        var number = "+9190" + RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
        await SqlAsync($"update identity.users set email = null, phone_number = '{number}' where id = '{_user.Value}'");
        var http = app.SignedInAs(_user);
        http.DefaultRequestHeaders.Add(TestSignIn.PhoneHeader, "yes");
        var client = new PrivacyClient(http);

        await client.AskForCopyAsync();
        await client.DeleteAccountAsync(new("delete my account"));

        Assert.Contains("/account/privacy", (await app.TextToAsync(number, "The copy of your data is ready.")).Text, StringComparison.Ordinal);
        Assert.Contains("/account/privacy", (await app.TextToAsync(number, "Your account will be deleted on")).Text, StringComparison.Ordinal);
        Assert.Single(await app.NoticesAsync(_user, "data_copy"));
        Assert.Equal("/account/privacy", Assert.Single(await app.NoticesAsync(_user, "account_deletion")).Link);
    }

    [Fact]
    public async Task Who_has_a_mail_address_is_told_by_mail()
    {
        await Client().AskForCopyAsync();
        await Client().DeleteAccountAsync(new("delete my account"));

        Assert.Contains("/account/privacy", (await app.MailToAsync($"{_mark}@example.org", "data-copy")).Text, StringComparison.Ordinal);
        Assert.Contains("/account/privacy", (await app.MailToAsync($"{_user.Value}@example.org", "account-deletion")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_words_delete_an_account()
    {
        var refused = await Assert.ThrowsAsync<ApiException>(() => Client().DeleteAccountAsync(new("yes")));

        Assert.Equal(("deletion.not_confirmed", "confirmation"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task It_can_be_taken_back_until_it_is_done()
    {
        var asked = await Client().DeleteAccountAsync(new("delete my account"));
        Assert.InRange(asked.DeletionDueAt!.Value, TimeProvider.System.GetUtcNow().AddDays(6.9), TimeProvider.System.GetUtcNow().AddDays(7));
        Assert.Equal("deletion.asked_already", (await Assert.ThrowsAsync<ApiException>(() => Client().DeleteAccountAsync(new("delete my account")))).Code);

        await Client().KeepAccountAsync();

        Assert.Null((await Client().GetAsync()).DeletionDueAt);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => Client().KeepAccountAsync())).Status);
        await SqlAsync($"update people.deletions set due_at = now() - interval '1 day' where user_id = '{_user.Value}'");
        await DeleteDueAsync();
        Assert.NotNull(await SqlAsync($"select id from identity.users where id = '{_user.Value}'"));
    }

    [Fact]
    public async Task Who_owns_an_open_shop_alone_stays()
    {
        var shop = SampleVendors.Open(_user, TimeProvider.System.GetUtcNow(), "Corner of mangoes");
        await app.SaveAsync(shop);

        await HinderedAsync("Corner of mangoes is open");
    }

    [Fact]
    public async Task Who_has_a_delivery_in_hand_stays()
    {
        var rider = Rider.Register(_user, "Ravi", "+91 98400 22222", "Scooter", isActive: true, TimeProvider.System.GetUtcNow());
        rider.GoOnline(TimeProvider.System.GetUtcNow());
        await app.SaveAsync(rider);
        await app.AssignedAsync(rider);

        await HinderedAsync("in hand");
    }

    [Fact]
    public async Task Who_waits_for_an_order_stays_even_when_the_time_is_over()
    {
        await Client().DeleteAccountAsync(new("delete my account"));
        var shop = SampleVendors.Open(UserId.New(), TimeProvider.System.GetUtcNow());
        var order = SampleOrders.Place(_user, null, TimeProvider.System.GetUtcNow(), Domain.Orders.PaymentMethod.Upi, shop.Id);
        await app.SaveAsync(shop, order);
        await SqlAsync($"update people.deletions set due_at = now() - interval '1 day' where user_id = '{_user.Value}'");

        await DeleteDueAsync();

        Assert.NotNull(await SqlAsync($"select id from identity.users where id = '{_user.Value}'"));
        Assert.Contains(order.Number, Assert.Single((await Client().GetAsync()).Hindrances), StringComparison.Ordinal);
        await SqlAsync($"update orders.vendor_orders set state = 'Returned' where order_id = '{order.Id.Value}'");
        await DeleteDueAsync();
        Assert.Null(await SqlAsync($"select id from identity.users where id = '{_user.Value}'"));
    }

    private async Task HinderedAsync(string why)
    {
        Assert.Contains(why, Assert.Single((await Client().GetAsync()).Hindrances), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ApiException>(() => Client().DeleteAccountAsync(new("delete my account")));
        Assert.Equal((HttpStatusCode.Conflict, "deletion.hindered"), (refused.Status, refused.Code));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Lives a little, as a shopper and as a rider.</summary>
    /// <returns>The number of an order that is over.</returns>
    private async Task<string> LeaveTracesAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var http = app.SignedInAs(_user);
        var address = Street.Home with { Name = _mark, Phone = "+91 98400 00009", Line1 = $"14 {_mark} Road", Note = _mark };
        await new ProfileClient(http).SaveAsync(new(0, _mark, _mark, _mark, new(12.9, 80.2), "EVERYONE", new(new(172.5m, "CENTIMETRE"), null, null, null, null, null)));
        await new MeClient(http).AddAddressAsync(new(_mark[..20], address, true));
        var stall = await app.OpenStallAsync();
        await new FollowingClient(http).FollowShopAsync(stall.Vendor.Id.Value);
        await new CartClient(http).AddAsync(new(stall.Variant.Value, 1));
        var quote = await new CheckoutClient(http).QuoteAsync(new(address, [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)]));
        var order = await new CheckoutClient(http).PlaceOrderAsync(
            new(new(_mark, $"{_mark}@example.org", "+91 98400 00009"), address, [new(stall.Vendor.Id.Value, FulfilmentMethods.Pickup)], "CASH_ON_DELIVERY", new Dictionary<Guid, string> { [stall.Vendor.Id.Value] = _mark }, quote.Fingerprint, _mark), Guid.CreateVersion7().ToString());
        await new CartClient(http).AddAsync(new(stall.Variant.Value, 1));

        var rider = Rider.Register(_user, _mark, "+91 98400 00009", _mark, isActive: true, now);
        rider.GoOnline(now);
        await app.SaveAsync(rider, Notification.Tell(_user, "welcome", _mark, _mark, "/", now), Mail.Queue("welcome", _mark, $"{_mark}@example.org", _mark, _mark, _mark, now));
        var delivery = await app.AssignedAsync(rider);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<IMarketplaceDb>();
            db.Publish(_user.Value, new UserUpdated(_user, $"{_mark}@example.org", _mark, now));
            await db.SaveChangesAsync(CancellationToken.None);
        }

        await app.DrainedAsync();
        await SqlAsync(
            $"""
            update orders.orders set address = (select address from orders.addresses where user_id = '{_user.Value}') where number = '{order.Number}';
            update orders.vendor_orders set state = 'Delivered' where order_id = (select id from orders.orders where number = '{order.Number}');
            update deliveries.deliveries set state = 'Delivered', picked_up_at = now(), cash_collected_amount = cash_to_collect_amount, order_id = (select id from orders.orders where number = '{order.Number}'), to_name = '{_mark}', to_street = '{_mark}', to_note = '{_mark}'
            where id = '{delivery.Id.Value}'
            """);
        return order.Number;
    }

    private DataCopy AskedNow()
    {
        var copy = DataCopy.Of(_user);
        copy.Ask(TimeProvider.System.GetUtcNow());
        copy.TakeEvents(); // nobody packs it
        return copy;
    }

    private async Task DeleteDueAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<DeleteDueAccountsHandler>();
        await handler.ForgetCopiesAsync(CancellationToken.None);
        while (await handler.DeleteOneAsync(CancellationToken.None))
        {
        }
    }

    private async Task EraseAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IPersonalData>().EraseAsync(_user, CancellationToken.None);
    }

    /// <summary>The tables in which the person still stands, whatever column it is.</summary>
    private async Task<List<string>> TracesAsync()
    {
        List<string> found = [];
        foreach (var table in await TablesAsync())
        {
            if (await SqlAsync($"select 1 from {table} t where t::text ilike '%{_mark}%' or t::text like '%98400 00009%' limit 1") is not null)
            {
                found.Add(table);
            }
        }

        return found;
    }

    private async Task<List<string>> TablesAsync()
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> tables = [];
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        Assert.True(tables.Count > 30);
        return tables;
    }

    private async Task<object?> SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private PrivacyClient Client() => new(app.SignedInAs(_user));
}
