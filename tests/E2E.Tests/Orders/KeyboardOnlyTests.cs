using System.Text.RegularExpressions;
using Marketplace.Contracts.Catalog;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Orders;

/// <summary>From the store's first page to an order that is being packed, by two people without a mouse, with the focus in sight at each stop.</summary>
[Collection(nameof(Town))]
public sealed partial class KeyboardOnlyTests(Town town) : Story(town)
{
    private const string Shop = "kiln-and-clay";
    private const string Buyer = "Kamala Devi";

    [Fact]
    public async Task A_guest_orders_and_the_shop_accepts_with_the_keyboard_alone()
    {
        var product = await ProductWithChoicesAsync();
        var page = await Browsers.DeskAsync();
        var keyboard = new Keyboard(page);

        // The first stop leads past the header. The search leads to the product.
        await page.GotoAsync(Town.Store.ToString());
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await keyboard.GoToAsync(page.Locator(".street a").Last);
        await keyboard.GoToAsync(page.GetByLabel("Search shops and products"), back: true);
        await page.Keyboard.TypeAsync(product.Name);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains("/search", StringComparison.Ordinal));
        await keyboard.PressAsync(page.GetByRole(AriaRole.Main).Locator($"a[href^='/products/{product.Slug}']"));

        await page.WaitForURLAsync(url => url.Contains($"/products/{product.Slug}", StringComparison.Ordinal));
        var choice = await page.Locator(".swatch:not([aria-current]):not([data-state])").First.InnerTextAsync();
        await keyboard.PressAsync(page.Locator(".swatch", new() { HasText = choice }));
        await Expect(page.Locator(".swatch[aria-current]", new() { HasText = choice })).ToBeVisibleAsync();
        await keyboard.PressAsync(page.Locator("#buy").GetByRole(AriaRole.Button, new() { Name = "Add to cart" }), "Space");
        var cart = page.Locator(".site-header__icons a[href='/cart']");
        await Expect(cart).ToHaveAccessibleNameAsync("Cart, 1 item");
        await keyboard.PressAsync(cart, back: true);

        await page.WaitForURLAsync(Town.At(Town.Store, "cart"));
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(choice);
        await keyboard.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "One more" }));
        await Expect(page.GetByLabel("Quantity of")).ToHaveValueAsync("2");
        await keyboard.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Check out" }));

        // Who, how and what with: fields, and two groups of choices through which the arrows lead.
        await page.WaitForURLAsync(Town.At(Town.Store, "checkout"));
        foreach (var (label, text) in new[]
        {
            ("Name", Buyer), ("E-mail", "kamala.devi@tarapet.example"), ("Phone", "+91 98400 55571"), ("House and street", "22 Weavers’ Lane"),
            ("Town", "Tarapet"), ("PIN code", "600999"), ("Latitude", "12.9120"), ("Longitude", "80.2460"),
        })
        {
            await keyboard.TypeAsync(page.GetByLabel(label, new() { Exact = true }), text);
        }

        await page.Keyboard.PressAsync("Tab"); // out of the last field, after which the page works the sums out
        var order = page.GetByRole(AriaRole.Button, new() { NameRegex = OrderButton() });
        await Expect(page.Locator("input[name^='method.']:checked")).ToHaveCountAsync(1);
        await SettledAsync(page);
        await keyboard.ChooseAsync(page.Locator("input[name^='method.']"), page.GetByRole(AriaRole.Radio, new() { Name = "Collect it" }));
        await SettledAsync(page);
        await keyboard.ChooseAsync(page.Locator("input[name=payment]"), page.GetByRole(AriaRole.Radio, new() { NameRegex = Cash() }));
        await Expect(order).ToBeVisibleAsync();
        await SettledAsync(page);
        await keyboard.PressAsync(order);

        await page.WaitForURLAsync(url => OrderAddress().IsMatch(url));
        await Expect(page.GetByText("Your order is in.")).ToBeVisibleAsync();
        var number = OrderAddress().Match(page.Url).Groups[1].Value;
        Assert.Equal(2L, await Town.ReadAsync<long>("select sum(l.quantity) from orders.lines l join orders.vendor_orders p on p.id = l.vendor_order_id where p.number = $1", number));

        // The shop signs in, opens what came last, and takes it with more time than usual.
        var desk = await Browsers.DeskAsync();
        var shop = new Keyboard(desk);
        await desk.GotoAsync(Town.At(Town.Portal, "vendor"));
        await shop.TypeAsync(desk.GetByLabel("Email"), await Town.OwnerOfAsync(Shop));
        await shop.TypeAsync(desk.GetByLabel("Password"), Town.Password);
        await shop.PressAsync(desk.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }));
        await shop.PressAsync(desk.GetByRole(AriaRole.Link, new() { Name = Buyer, Exact = true }).First);
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Level = 1, Name = number })).ToBeVisibleAsync();
        var time = desk.GetByLabel("Packing time");
        var usual = await time.InputValueAsync();
        await shop.PressAsync(time, "ArrowDown");
        await Expect(time).Not.ToHaveValueAsync(usual);
        var longer = int.Parse(await time.InputValueAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await shop.PressAsync(desk.GetByRole(AriaRole.Button, new() { Name = "Accept the order" }));
        await shop.GoToAsync(desk.GetByRole(AriaRole.Button, new() { Name = "Mark ready" })); // the focus does not begin at the top again

        await Expect(page.Locator($"#part-{Shop}-group .timeline li[data-state]").Last).ToContainTextAsync("Being packed"); // on the page that nobody reloads
        Assert.Equal($"Preparing, {longer}", await Town.ReadAsync<string>(
            "select state || ', ' || round(extract(epoch from ready_by - accepted_at) / 60) from orders.vendor_orders where number = $1", number));
    }

    /// <summary>That the story would notice: a stop without a mark, and one under a bar.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData("outline: 0", "Nothing shows that the focus is here")]
    [InlineData("position: absolute; inset-block-start: 0", "It lies under <header")]
    public async Task A_stop_that_is_not_seen_is_told(string style, string? complaint)
    {
        var page = await Browsers.DeskAsync();
        await page.SetContentAsync(
            $$"""
            <style>:focus { outline: 3px solid blue } header { position: fixed; inset: 0 0 auto; z-index: 1; block-size: 4rem }</style>
            <header></header><p style="margin-block-start: 8rem"><button style="{{style}}">Here</button></p>
            """);

        var said = await Record.ExceptionAsync(() => new Keyboard(page).GoToAsync(page.GetByRole(AriaRole.Button)));

        Assert.Equal(complaint is null, said is null);
        Assert.Contains(complaint ?? "", said?.Message ?? "", StringComparison.Ordinal);
    }

    private async Task<ProductCard> ProductWithChoicesAsync()
    {
        using var http = new HttpClient { BaseAddress = Town.Api };
        var list = await new CatalogClient(http).ProductsAsync(new(Vendor: Shop, InStock: true, Sort: "name", Size: 50));
        return list.Products.Items.First(p => p.OnlyVariantId is null);
    }

    private static Task SettledAsync(IPage page) => Expect(page.Locator("#checkout button[aria-busy=true]")).ToHaveCountAsync(0);

    [GeneratedRegex("^Order · ₹")]
    private static partial Regex OrderButton();

    [GeneratedRegex("^Cash")]
    private static partial Regex Cash();

    [GeneratedRegex("/orders/([A-Z0-9-]+)")]
    private static partial Regex OrderAddress();
}
