using System.Text.RegularExpressions;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Orders;

/// <summary>Everything a shopper needs works in a browser that runs no script.</summary>
[Collection(nameof(Town))]
public sealed partial class WithoutScriptTests(Town town) : Story(town)
{
    [Fact]
    public async Task A_guest_without_javascript_shops_from_home_to_the_looked_up_order()
    {
        var page = await Browsers.PhoneAsync(javaScript: false);
        var shopper = new Shopper(Town, page);

        // Home, a category, and from there a product that comes in several kinds.
        await page.GotoAsync(Town.Store.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Aisles", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Footwear" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Footwear");
        var slug = await Town.ReadAsync<string>(
            """
            select p.slug from catalog.products p join vendors.vendors v on v.id = p.vendor_id join catalog.variants x on x.product_id = p.id join inventory.stock_items s on s.variant_id = x.id
            where v.slug = 'stride-and-sole' and p.state = 'Published' group by p.slug having count(*) > 2 and min(s.on_hand - s.reserved) > 0 order by p.slug limit 1
            """);
        await page.GotoAsync(Town.At(Town.Store, $"products/{slug}"));
        var choice = page.Locator(".swatch:not([aria-current])").First;
        var chosen = (await choice.InnerTextAsync()).Trim();
        await choice.ClickAsync();
        await Expect(page.Locator(".swatch[aria-current]", new() { HasText = chosen })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).First.ClickAsync();

        // The cart shows the kind that was chosen, and counts without script.
        await page.GotoAsync(Town.At(Town.Store, "cart"));
        await Expect(page.Locator(".line")).ToContainTextAsync(chosen);
        await page.GetByRole(AriaRole.Button, new() { Name = "One more" }).ClickAsync();
        await Expect(page.GetByLabel("Quantity of")).ToHaveValueAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "One less" }).ClickAsync();
        await Expect(page.GetByLabel("Quantity of")).ToHaveValueAsync("1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Check out" }).ClickAsync();

        // A button that was pressed too early brings words, not a dead end.
        await page.GetByRole(AriaRole.Button, new() { Name = "Order and pay" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("need fixing");
        await shopper.CheckOutAsync("Usha Rangan", "+91 98400 55541");
        await page.Locator(".choice:has(input[value=CASH_ON_DELIVERY])").ClickAsync(); // the label: the field itself lies under it
        await page.GetByRole(AriaRole.Button, new() { NameRegex = QuoteButton() }).Last.ClickAsync();
        var place = page.GetByRole(AriaRole.Button, new() { NameRegex = CashButton() });
        var total = Shopper.Amount(await place.InnerTextAsync());
        await place.ClickAsync();
        await Expect(page.GetByText("Your order is in.")).ToBeVisibleAsync();
        var number = shopper.OrderNumber;
        Assert.Equal(total, await Town.ReadAsync<decimal>("select total_amount from orders.orders where number = $1", number));

        // Another day, another browser: the number and the key from the mail bring the order back.
        var other = await Browsers.PhoneAsync(javaScript: false);
        var key = await KeyFromMailAsync(other, number);
        await other.GotoAsync(Town.At(Town.Store, $"orders/{number}"));
        await Expect(other.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Find your order");
        await other.GetByLabel("Order number").FillAsync(number);
        await other.GetByLabel("Key").FillAsync(key);
        await other.GetByRole(AriaRole.Button, new() { Name = "Show the order" }).ClickAsync();
        await Expect(other.GetByText($"{Shopper.Rupees(total)} in cash to the rider")).ToBeVisibleAsync();
    }

    private async Task<string> KeyFromMailAsync(IPage page, string number)
    {
        await Town.EventuallyAsync("Sent", "select state from notifications.mails where kind = 'order-confirmation' and subject like $1", $"%{number}%");
        await page.GotoAsync(Town.At(Town.Api, "mail"));
        await page.GetByRole(AriaRole.Link, new() { Name = $"Your order {number} is confirmed" }).ClickAsync();
        return KeyInMail().Match((await page.Locator(".mail-text").TextContentAsync())!).Groups[1].Value;
    }

    [GeneratedRegex("^(Show delivery times|Work it out again)$")]
    private static partial Regex QuoteButton();

    [GeneratedRegex("^Order · ₹[0-9,.]+ in cash$")]
    private static partial Regex CashButton();

    [GeneratedRegex("key ([A-Za-z0-9_-]+)")]
    private static partial Regex KeyInMail();
}
