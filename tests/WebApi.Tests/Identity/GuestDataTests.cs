using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Application.Identity;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Notifications;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Who bought without an account gets a copy of what is stored, and has it deleted, by a code to the mailbox that the orders were placed with.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed partial class GuestDataTests(MarketplaceApp app)
{
    private readonly string _email = $"Guest.{Guid.CreateVersion7():N}@example.org";
    private readonly string _secret = $"secret{Guid.CreateVersion7():N}";

    [Fact]
    public async Task The_copy_has_the_orders_of_the_mailbox_and_of_nobody_else()
    {
        var mine = await OrderAsync(app.Guest(), _email);
        var other = await OrderAsync(app.Guest(), $"other.{_email}");
        var account = await OrderAsync(app.SignedInAs(UserId.New()), _email); // with the same address, and an account: the account's

        var (ticket, code) = await AskAsync(_email.ToUpperInvariant());
        using var zip = new ZipArchive(new MemoryStream(await Client().CopyAsync(new(ticket, $"{code[..3]} {code[3..]}"))));

        var orders = await ReadAsync(zip, "orders.orders.json");
        Assert.All((string[])[mine.Number, _email, _secret], text => Assert.Contains(text, orders, StringComparison.Ordinal));
        Assert.All((string[])[other.Number, account.Number, "access_token_hash"], text => Assert.DoesNotContain(text, orders, StringComparison.Ordinal));
        Assert.Contains("Mails", string.Join(' ', zip.Entries.Select(e => e.FullName)), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(zip.Entries, e => e.FullName.StartsWith("identity.", StringComparison.Ordinal) || e.FullName.StartsWith("legal.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_need_not_be_kept_goes_and_what_was_bought_stays()
    {
        var mine = await OrderAsync(app.Guest(), _email);
        var (other, account) = (await OrderAsync(app.Guest(), $"other.{_email}"), await OrderAsync(app.SignedInAs(UserId.New()), _email));
        await CancelAsync(mine);
        await app.DrainedAsync();

        var (ticket, code) = await AskAsync(_email);
        await Client().EraseAsync(new(ticket, code));
        await Client().EraseAsync(new(ticket, code)); // once more finds nothing

        await using var db = app.OpenDb();
        var order = await db.Set<Order>().AsNoTracking().Include(o => o.History).SingleAsync(o => o.Number == mine.Number);
        Assert.Equal(("Deleted person", "", "", null), (order.Contact.Name, order.Contact.Email, order.Contact.Phone, order.GiftMessage));
        Assert.Equal(("Tarapet", "600999", ""), (order.Address!.City, order.Address.PostalCode, order.Address.Line1));
        Assert.True(order.Total.Amount > 0);
        Assert.DoesNotContain(order.History, h => h.Who == _secret);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => new OrdersClient(app.Guest()).GetAsync(mine.Number, mine.AccessToken))).Status);
        Assert.Equal(0, await LeftAsync(db, _secret, mine.OrderId));
        foreach (var untouched in (PlacedOrder[])[other, account])
        {
            Assert.Equal(_secret, (await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Number == untouched.Number)).Contact.Name);
        }
    }

    [Fact]
    public async Task What_somebody_still_waits_for_is_not_forgotten()
    {
        var placed = await OrderAsync(app.Guest(), _email);
        var (ticket, code) = await AskAsync(_email);

        var refused = await Assert.ThrowsAsync<ApiException>(() => Client().EraseAsync(new(ticket, code)));

        Assert.Equal((HttpStatusCode.Conflict, "guest_data.hindered"), (refused.Status, refused.Code));
        Assert.Contains(placed.Number, refused.Message, StringComparison.Ordinal);
        await using var db = app.OpenDb();
        Assert.Equal(_secret, (await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Number == placed.Number)).Contact.Name);
    }

    [Fact]
    public async Task Who_asks_learns_nothing_and_a_stranger_gets_no_mail()
    {
        var stranger = $"nobody.{_email}";
        var asked = await Client().AskAsync(new(stranger));

        Assert.NotEmpty(asked.Ticket);
        Assert.DoesNotContain(stranger, asked.Ticket, StringComparison.OrdinalIgnoreCase);
        await using var db = app.OpenDb();
        Assert.False(await db.Set<Domain.Notifications.Mail>().AnyAsync(m => EF.Functions.ILike(m.Recipient, stranger)));
    }

    [Fact]
    public async Task Five_tries_are_all_that_a_ticket_has_and_a_code_opens_no_other()
    {
        await OrderAsync(app.Guest(), _email);
        var (first, code) = await AskAsync(_email);
        var second = (await Client().AskAsync(new(_email))).Ticket;
        Assert.Equal("guest_code.wrong", await RefusedAsync(second, Wrong(code)));
        Assert.Equal("guest_code.wrong", await RefusedAsync(first[..^2] + "xx", code));
        for (var tries = 0; tries < 5; tries++)
        {
            Assert.Equal("guest_code.wrong", await RefusedAsync(first, Wrong(code)));
        }

        Assert.Equal("guest_code.wrong", await RefusedAsync(first, code));
    }

    [Fact]
    public async Task A_ticket_is_over_after_its_time_and_five_mails_an_hour_go_to_one_mailbox()
    {
        var tickets = app.Services.GetRequiredService<IGuestTickets>();
        Assert.Null(tickets.Open(tickets.Seal(new(Guid.CreateVersion7(), _email, "123456"), TimeSpan.FromSeconds(-1))));

        await OrderAsync(app.Guest(), _email);
        for (var asked = 0; asked < 7; asked++)
        {
            await Client().AskAsync(new(_email));
        }

        await using var db = app.OpenDb();
        Assert.Equal(5, await db.Set<Domain.Notifications.Mail>().CountAsync(m => EF.Functions.ILike(m.Recipient, _email) && m.Kind == "guest-data"));
    }

    private static string Wrong(string code) => code == "000000" ? "000001" : "000000";

    private async Task<string?> RefusedAsync(string ticket, string code) => (await Assert.ThrowsAsync<ApiException>(() => Client().CopyAsync(new(ticket, code)))).Code;

    private async Task<(string Ticket, string Code)> AskAsync(string email)
    {
        var ticket = (await Client().AskAsync(new(email))).Ticket;
        var mail = await Eventually.GetAsync(
            async () => (await app.Services.GetRequiredService<MailFolder>().ListAsync(default)).FirstOrDefault(m => m.To.Equals(email, StringComparison.OrdinalIgnoreCase) && m.Subject.StartsWith("Your code for your data", StringComparison.Ordinal))!, m => m is not null);
        return (ticket, Digits().Match(mail.Text).Value);
    }

    private async Task<PlacedOrder> OrderAsync(HttpClient shopper, string email)
    {
        var stall = await app.OpenStallAsync();
        var cart = await new CartClient(shopper).AddAsync(new(stall.Variant.Value, 1));
        if (cart.Token is { } token)
        {
            shopper.DefaultRequestHeaders.Add(ApiHttp.CartToken, token);
        }

        var choices = cart.Groups.Select(g => new FulfilmentChoice(g.Vendor.Id, FulfilmentMethods.Delivery)).ToList();
        var quote = await new CheckoutClient(shopper).QuoteAsync(new(Street.Home, choices));
        return await new CheckoutClient(shopper).PlaceOrderAsync(
            new(new(_secret, email, "+91 98400 00777"), Street.Home with { Name = _secret }, choices, PaymentMethods.Cash, null, quote.Fingerprint, $"For {_secret}"), Guid.CreateVersion7().ToString());
    }

    private async Task CancelAsync(PlacedOrder order) => await new OrdersClient(app.Guest()).CancelAsync(order.Number, new(null), order.AccessToken);

    /// <summary>Rows about an order, anywhere in the database, that still say this.</summary>
    private static async Task<int> LeftAsync(DbContext db, string text, Guid order) => (await db.Database.SqlQueryRaw<int>(
        """
        select (select count(*) from orders.orders t where t.id = {1} and t::text like '%' || {0} || '%')::int
            + (select count(*) from orders.history t where t.order_id = {1} and t::text like '%' || {0} || '%')::int
            + (select count(*) from orders.vendor_orders t where t.order_id = {1} and t::text like '%' || {0} || '%')::int
            + (select count(*) from deliveries.deliveries t where t.order_id = {1} and t::text like '%' || {0} || '%')::int as "Value"
        """, text, order).ToListAsync()).Single();

    private static async Task<string> ReadAsync(ZipArchive zip, string name) => await new StreamReader(zip.GetEntry(name)!.Open()).ReadToEndAsync();

    private GuestDataClient Client() => new(app.Guest());

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Digits();
}
