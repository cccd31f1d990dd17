using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Orders;

/// <summary>One of two shops declines: its half is paid back, the other half goes on as if nothing were.</summary>
[Collection(nameof(Town))]
public sealed class RejectedHalfTests(Town town) : Story(town)
{
    private const string Declines = "desk-dispatch";
    private const string GoesOn = "lighthouse-bookroom";

    [Fact]
    public async Task A_declined_half_is_refunded_and_the_other_is_collected()
    {
        var shopper = new Shopper(Town, await Browsers.DeskAsync());
        await shopper.AddAsync(await Town.SimpleProductAsync(Declines));
        await shopper.AddAsync(await Town.SimpleProductAsync(GoesOn));
        await shopper.CheckOutAsync("Farida Contractor", "+91 98400 55521");
        await shopper.ChooseAsync("The Lighthouse Bookroom", "Collect it");
        await shopper.PayByAsync("UPI");
        var paid = await shopper.GoPayAsync();
        await shopper.DecideAsync("Pay");
        await Expect(shopper.Page.GetByText("Your order is in.")).ToBeVisibleAsync();
        var number = shopper.OrderNumber;
        var rejected = await PartTotalAsync(number, Declines);
        var kept = await PartTotalAsync(number, GoesOn);
        Assert.Equal(paid, rejected + kept);

        // One shop says no, and why.
        var desk = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(Declines), "vendor");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Decline order from Farida Contractor" }).ClickAsync();
        var question = desk.GetByRole(AriaRole.Dialog);
        await question.GetByRole(AriaRole.Radio, new() { Name = "Something is sold out" }).Locator("xpath=ancestor::label").ClickAsync();
        await question.GetByLabel("A word to the shopper").FillAsync("The last one has a scratch.");
        await question.GetByRole(AriaRole.Button, new() { Name = "Decline MK-" }).ClickAsync();
        await Expect(desk.Locator(".order-card", new() { HasText = "Farida Contractor" })).ToHaveCountAsync(0);

        // The shopper's open page says so by itself: the reason, the money on its way back, and what it comes to in the end.
        var part = shopper.Page.Locator(".vendor-group", new() { HasText = "Desk Dispatch" });
        await Expect(part).ToContainTextAsync("The last one has a scratch.");
        var sum = shopper.Page.Locator("dl.sum", new() { HasText = "You paid in the end" });
        await Expect(sum).ToContainTextAsync($"−{Shopper.Rupees(rejected)}");
        await Expect(sum).ToContainTextAsync("Refund, done");
        await Expect(sum.Locator("dd.sum__total").Last).ToHaveTextAsync(Shopper.Rupees(kept));

        // The other shop packs, and hands over at the counter against the PIN.
        var books = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(GoesOn), "vendor");
        var card = books.Locator(".order-card", new() { HasText = "Farida Contractor" });
        await card.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Mark ready" }).ClickAsync();
        await Expect(shopper.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Ready to collect");
        var pin = (await shopper.Page.Locator(".pin-code").GetAttributeAsync("aria-label"))!.Replace(" ", "", StringComparison.Ordinal);
        await card.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await books.GetByLabel("PIN", new() { Exact = true }).FillAsync(pin);
        await books.GetByRole(AriaRole.Button, new() { Name = "Hand over MK-" }).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        await Expect(shopper.Page.Locator(".vendor-group", new() { HasText = "The Lighthouse Bookroom" })).ToContainTextAsync("Collected");

        // Page, gateway and database tell the same story.
        Assert.Equal(rejected, await Town.ReadAsync<decimal>(
            "select sum(r.amount_amount) from payments.refunds r join payments.payments p on p.id = r.payment_id where p.order_number = $1 and r.state = 'Completed'", number));
        Assert.Equal(rejected, await Town.ReadAsync<decimal>(
            "select sum(r.amount) from sandbox.refunds r join sandbox.payments s on s.id = r.payment_id join payments.attempts a on a.id = s.reference join payments.payments p on p.id = a.payment_id where p.order_number = $1", number));
        Assert.Equal(paid, await Town.ReadAsync<decimal>(
            "select sum(s.amount) from sandbox.payments s join payments.attempts a on a.id = s.reference join payments.payments p on p.id = a.payment_id where p.order_number = $1 and s.outcome = 'captured'", number));
        Assert.Equal("Cancelled, Delivered", await Town.ReadAsync<string>("select string_agg(state, ', ' order by state) from orders.vendor_orders where number = $1", number));
        Assert.Equal(0L, await Town.ReadAsync<long>(
            "select sum(i.reserved) from inventory.stock_items i join orders.lines l on l.variant_id = i.variant_id join orders.vendor_orders p on p.id = l.vendor_order_id where p.number = $1", number));
    }

    private Task<decimal> PartTotalAsync(string number, string shop) => Town.ReadAsync<decimal>(
        "select p.total_amount from orders.vendor_orders p join vendors.vendors v on v.id = p.vendor_id where p.number = $1 and v.slug = $2", number, shop);
}
