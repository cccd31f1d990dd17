using System.Text.RegularExpressions;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Orders;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Notifications;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.WebApi.Tests.Notifications;

[Collection(nameof(MarketplaceApp))]
public sealed class NotificationTests(MarketplaceApp app)
{
    private readonly UserId _shopper = UserId.New();
    private readonly UserId _owner = UserId.New();

    [Fact]
    public async Task Confirms_an_order_with_every_amount_and_asks_the_shops()
    {
        var order = await PlaceAsync(2);

        await ChangeAsync(order, o => o.Confirm(Now, TimeSpan.FromMinutes(3)));

        var mail = await MailAsync(order.Id.Value, "order-confirmation");
        Assert.Equal("meera@example.org", mail.To);
        foreach (var amount in new[] { "₹250", "₹500", "₹26", "₹5", "₹531", "₹1,000", "₹52", "₹10", "₹1,062" }.Except(["₹250"]))
        {
            Assert.Contains(amount, mail.Text, StringComparison.Ordinal);
            Assert.Contains(amount, mail.Html, StringComparison.Ordinal);
        }

        Assert.Contains("Meera &lt;Iyer&gt;", mail.Html, StringComparison.Ordinal);
        Assert.Contains($"/orders/{order.Number}", mail.Text, StringComparison.Ordinal);
        foreach (var part in order.Parts)
        {
            Assert.Contains(order.Number, (await MailAsync(part.Id.Value, "new-order")).Subject, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await app.NoticesAsync(_owner, "new_order", 2)).Count);
        var news = Assert.Single(await NewsAsync(_shopper, 1));
        Assert.Equal(("order_confirmation", $"/orders/{order.Number}"), (news.Kind, news.Link));
    }

    [Fact]
    public async Task A_guests_mails_bring_them_to_their_order_and_nothing_else_tells_the_key()
    {
        var stall = await app.OpenStallAsync();
        var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash);

        var confirmed = await MailAsync(placed.OrderId, "order-confirmation");
        var link = Regex.Match(confirmed.Text, @"http\S+/orders/(?<number>[A-Z0-9-]+)\?token=(?<key>\S+)");
        var order = await new OrdersClient(app.Guest()).GetAsync(link.Groups["number"].Value, link.Groups["key"].Value);
        await new OrdersClient(app.Guest()).CancelAsync(placed.Number, new(null), placed.AccessToken);
        var cancelled = await MailAsync(order.Parts[0].Id, "order-cancelled");

        Assert.Equal(placed.Number, order.Number);
        Assert.Contains(link.Value, cancelled.Text, StringComparison.Ordinal);
        Assert.Contains($"?token={placed.AccessToken}", confirmed.Html, StringComparison.Ordinal);
        await app.DrainedAsync();
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        foreach (var table in (string[])["orders.orders", "shared.outbox", "notifications.mails", "notifications.notifications", "shared.inbox"])
        {
            await using var count = new NpgsqlCommand($"select count(*) from {table} t where t::text like $1", connection) { Parameters = { new() { Value = $"%{placed.AccessToken}%" } } };
            Assert.True(await count.ExecuteScalarAsync() is 0L, $"{table} tells the key.");
        }

        Assert.DoesNotContain(app.Logs, line => line.Contains(placed.AccessToken!, StringComparison.Ordinal));
        Assert.NotEmpty(app.Logs);
    }

    [Fact]
    public async Task Tells_of_a_cancelled_part_and_what_is_given_back()
    {
        var order = await PlaceAsync(1, paid: true);
        await ChangeAsync(order, o => o.Confirm(Now, TimeSpan.FromMinutes(3)));

        await ChangeAsync(order, o => o.Cancel(o.Parts[0].Id, CancelCause.Vendor, "Out of ferns", "Shop", Now));

        var mail = await MailAsync(order.Parts[0].Id.Value, "order-cancelled");
        Assert.Contains("Out of ferns", mail.Text, StringComparison.Ordinal);
        Assert.Contains("We give back ₹531", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_one_mail_however_often_the_events_come()
    {
        var order = await PlaceAsync(1);
        await ChangeAsync(order, o => o.Confirm(Now, TimeSpan.FromMinutes(3)));
        await MailAsync(order.Id.Value, "order-confirmation");
        await Eventually.TrueAsync(async () => await WaitingAsync() == 0);

        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"delete from shared.inbox"); // as a restored backup would
            await db.Database.ExecuteSqlAsync($"update shared.outbox set delivered_at = null");
        }

        await Eventually.TrueAsync(async () => await WaitingAsync() == 0, TimeSpan.FromSeconds(60));
        var all = await app.Services.GetRequiredService<MailFolder>().ListAsync(CancellationToken.None);
        Assert.Single(all, m => m.Subject.Contains(order.Number, StringComparison.Ordinal) && m.Subject.Contains("confirmed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Never_sends_again_what_may_have_been_sent()
    {
        var mail = Mail.Queue("welcome", Guid.CreateVersion7().ToString(), "crash@example.org", "S", "T", "H", Now);
        await app.SaveAsync(mail);
        await Eventually.TrueAsync(async () => await StateAsync(mail) == MailState.Sent);
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"update notifications.mails set state = 'Sending', text = 'T', html = 'H' where id = {mail.Id.Value}");
        }

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeliverMail>().HandleAsync(new(mail.Id, "welcome", Now), CancellationToken.None);

        Assert.Equal(MailState.Sending, await StateAsync(mail));
        Assert.Single(await app.Services.GetRequiredService<MailFolder>().ListAsync(CancellationToken.None), m => m.To == "crash@example.org");
    }

    [Fact]
    public async Task Welcomes_a_new_user()
    {
        var user = UserId.New();
        await using (var db = app.OpenDb())
        {
            db.Publish(user.Value, new UserRegistered(user, $"{user.Value:N}@example.org", "Asha", Now));
            await db.SaveChangesAsync();
        }

        var mail = await MailAsync(user.Value, "welcome");
        Assert.Contains("Hello Asha", mail.Text, StringComparison.Ordinal);
        Assert.Equal("welcome", Assert.Single(await NewsAsync(user, 1)).Kind);
    }

    [Theory]
    [InlineData("confirm", "confirm-email")]
    [InlineData("reset", "reset-password")]
    [InlineData("change-from", "leave-address")]
    [InlineData("change-to", "confirm-email")]
    [InlineData("register", "confirm-email")]
    [InlineData("register-known", "known-address")]
    public async Task Mails_a_code_that_is_still_good_and_no_other(string purpose, string kind)
    {
        var (late, good) = (UserId.New(), UserId.New());
        var now = TimeProvider.System.GetUtcNow();
        await using (var db = app.OpenDb())
        {
            db.Publish(late.Value, new MailCodeIssued(late, $"{late.Value:N}@example.org", "Asha", purpose, "123456", now.AddMinutes(-1), now));
            db.Publish(good.Value, new MailCodeIssued(good, $"{good.Value:N}@example.org", "Asha", purpose, "654321", now.AddMinutes(10), now));
            await db.SaveChangesAsync();
        }

        var mail = await MailAsync($"{good.Value}{now:O}", kind);
        Assert.Contains("654321", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("654321", mail.Subject, StringComparison.Ordinal);
        await app.DrainedAsync();
        await using var read = app.OpenDb();
        Assert.False(await read.Set<Mail>().AnyAsync(m => m.Recipient == $"{late.Value:N}@example.org"));
    }

    [Theory]
    [InlineData("password", "The password was changed.")]
    [InlineData("second-factor-on", "A second step at sign-in was turned on.")]
    [InlineData("second-factor-off", "The second step at sign-in was turned off.")]
    [InlineData("recovery-codes", "New recovery codes were made")]
    [InlineData("recovery-code-used", "one of your recovery codes")]
    [InlineData("password-removed", "only passkeys open the account now")]
    [InlineData("passkey-added", "A passkey was added.")]
    [InlineData("passkey-removed", "A passkey was removed.")]
    [InlineData("phone-removed", "The mobile number was removed.")]
    [InlineData("external-added", "another service was turned on")]
    [InlineData("external-removed", "another service was turned off")]
    [InlineData("address-restored", "was taken back")]
    [InlineData("sign-in-copied", "A sign-in of yours was ended")]
    [InlineData("app-redirects", "An app of yours may now send people to an address")]
    [InlineData("guessed", "many wrong passwords")]
    [InlineData("address-corrected", "confirm the address")]
    [InlineData("address-corrected-away", "no longer its own")]
    [InlineData("phone-corrected", "corrected its mobile number")]
    public async Task Tells_the_owner_of_an_account_when_its_keys_change(string change, string words)
    {
        var (user, now) = (UserId.New(), Now);
        await using (var db = app.OpenDb())
        {
            db.Publish(user.Value, new AccountKeysChanged(user, $"{user.Value:N}@example.org", "Asha", change, now));
            await db.SaveChangesAsync();
        }

        var mail = await MailAsync($"{user.Value}{now:O}", "account-keys");
        Assert.Contains(words, mail.Text, StringComparison.Ordinal);
        Assert.Contains("/account", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_who_was_invited_the_link_that_opens_the_account_while_it_is_good()
    {
        var (late, good, now) = (UserId.New(), UserId.New(), Now);
        await using (var db = app.OpenDb())
        {
            db.Publish(late.Value, new AccountInvited(late, $"{late.Value:N}@example.org", "Asha", "https://id.example/invited?key=late", now.AddMinutes(-1), now));
            db.Publish(good.Value, new AccountInvited(good, $"{good.Value:N}@example.org", "Asha", "https://id.example/invited?key=good", now.AddDays(7), now));
            await db.SaveChangesAsync();
        }

        var mail = await MailAsync($"{good.Value}{now:O}", "account-invitation");
        Assert.Contains("https://id.example/invited?key=good", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("key=", mail.Subject, StringComparison.Ordinal);
        await app.DrainedAsync();
        await using var read = app.OpenDb();
        Assert.False(await read.Set<Mail>().AnyAsync(m => m.Recipient == $"{late.Value:N}@example.org"));
    }

    [Fact]
    public async Task Asks_the_owner_of_an_account_about_a_new_device()
    {
        var (user, now) = (UserId.New(), Now);
        await using (var db = app.OpenDb())
        {
            db.Publish(user.Value, new SignedInOnNewDevice(user, $"{user.Value:N}@example.org", "Asha", "Firefox on <b>Windows", now));
            await db.SaveChangesAsync();
        }

        var mail = await MailAsync($"{user.Value}{now:O}", "new-device");
        Assert.Contains("Firefox on <b>Windows", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Firefox on &lt;b&gt;Windows", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_a_person_that_support_acts_for_them()
    {
        var (user, now) = (UserId.New(), Now);
        await using (var db = app.OpenDb())
        {
            db.Publish(user.Value, new ActingStarted(user, $"{user.Value:N}@example.org", "Asha", now.AddMinutes(30), now));
            await db.SaveChangesAsync();
        }

        var mail = await MailAsync($"{user.Value}{now:O}", "acting");
        var notifier = app.Services.CreateScope().ServiceProvider.GetRequiredService<Notifier>();
        Assert.Contains($"from {notifier.Time(now)} until {notifier.Time(now.AddMinutes(30))} at the latest", mail.Text, StringComparison.Ordinal);
        Assert.Contains("/account", mail.Html, StringComparison.Ordinal);
        Assert.Equal("/account", Assert.Single(await app.NoticesAsync(user, "acting")).Link);
    }

    [Fact]
    public async Task Lists_and_marks_only_the_readers_own()
    {
        var (mine, other) = (Notification.Tell(UserId.New(), "welcome", "T", "M", "/", Now), Notification.Tell(UserId.New(), "welcome", "T", "M", null, Now));
        await app.SaveAsync(mine, other);
        await using var scope = app.Services.CreateAsyncScope();
        var (list, mark) = (scope.ServiceProvider.GetRequiredService<ListNotificationsHandler>(), scope.ServiceProvider.GetRequiredService<MarkNotificationsReadHandler>());

        Assert.Equal("notification.not_found", (await mark.HandleAsync(mine.UserId, other.Id, CancellationToken.None)).Error?.Code);
        Assert.True((await mark.HandleAsync(mine.UserId, mine.Id, CancellationToken.None)).IsSuccess);
        Assert.True(Assert.Single((await list.HandleAsync(mine.UserId, new ListSlice("", 1, 20, null), CancellationToken.None)).Items).IsRead);
        Assert.False(Assert.Single((await list.HandleAsync(other.UserId, new ListSlice("", 1, 20, null), CancellationToken.None)).Items).IsRead);
        Assert.True((await mark.HandleAsync(other.UserId, null, CancellationToken.None)).IsSuccess);
        Assert.True(Assert.Single((await list.HandleAsync(other.UserId, new ListSlice("", 1, 20, null), CancellationToken.None)).Items).IsRead);
    }

    [Fact]
    public async Task Shows_the_mails_of_the_folder_in_a_frame_that_can_do_nothing()
    {
        var mail = Mail.Queue("welcome", Guid.CreateVersion7().ToString(), "viewer@example.org", "Shown <b>here</b>", "T", "<p>H</p>", Now);
        await app.SaveAsync(mail);
        var folder = app.Services.GetRequiredService<MailFolder>();
        var stored = await Eventually.GetAsync(async () => (await folder.ListAsync(CancellationToken.None)).FirstOrDefault(m => m.To == "viewer@example.org"), m => m is not null);
        var http = app.CreateClient();

        Assert.Contains("Shown &lt;b&gt;here&lt;/b&gt;", await http.GetStringAsync("/mail"), StringComparison.Ordinal);
        Assert.Contains($"/mail/{stored!.Id}/html", await http.GetStringAsync($"/mail/{stored.Id}"), StringComparison.Ordinal);
        var html = await http.GetAsync($"/mail/{stored.Id}/html");
        Assert.Contains("sandbox", html.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync("/mail/..%2f..%2fsecret")).StatusCode);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<Order> PlaceAsync(int shops, bool paid = false)
    {
        Vendor[] vendors = [.. Enumerable.Range(1, shops).Select(i => SampleVendors.Open(_owner, Now, $"Shop {i}", $"shop{i}@example.org"))];
        var order = SampleOrders.Place(_shopper, null, Now, PaymentMethod.Upi, [.. vendors.Select(v => v.Id)]);
        await app.SaveAsync([.. vendors, order]);
        if (paid)
        {
            await app.SaveAsync(Payment.For(order, Now));
            await using var db = app.OpenDb();
            await db.Database.ExecuteSqlAsync($"update payments.payments set state = 'Completed' where order_id = {order.Id.Value}");
        }

        return order;
    }

    private async Task ChangeAsync(Order order, Action<Order> change)
    {
        await using var db = app.OpenDb();
        change(await db.Set<Order>().SingleAsync(o => o.Id == order.Id));
        await db.SaveChangesAsync();
    }

    private async Task<StoredMail> MailAsync(object about, string kind)
    {
        var cause = $"{kind}:{about}";
        var row = await Eventually.GetAsync(async () =>
        {
            await using var db = app.OpenDb();
            return await db.Set<Mail>().AsNoTracking().SingleOrDefaultAsync(m => m.Cause == cause);
        }, m => m?.State == MailState.Sent, TimeSpan.FromSeconds(40));
        Assert.Null(row!.Text); // what was sent is not kept
        return Assert.Single(await app.Services.GetRequiredService<MailFolder>().ListAsync(CancellationToken.None), m => m.Id.EndsWith(row.Id.Value.ToString("N"), StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<Notification>> NewsAsync(UserId user, int atLeast) => Eventually.GetAsync<IReadOnlyList<Notification>>(async () =>
    {
        await using var db = app.OpenDb();
        return await db.Notifications.AsNoTracking().Of(user).ToListAsync();
    }, n => n.Count >= atLeast);

    private async Task<MailState> StateAsync(Mail mail)
    {
        await using var db = app.OpenDb();
        return await db.Set<Mail>().Where(m => m.Id == mail.Id).Select(m => m.State).SingleAsync();
    }

    private async Task<int> WaitingAsync()
    {
        await using var db = app.OpenDb();
        return await db.Set<OutboxMessage>().CountAsync(m => m.DeliveredAt == null);
    }
}
