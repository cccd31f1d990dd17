using System.Text.RegularExpressions;
using Marketplace.Contracts.Catalog;
using Marketplace.E2E.Tests.Identity;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Orders;

/// <summary>Open pages tell the truth as it happens: nothing here is loaded again by hand.</summary>
[Collection(nameof(Town))]
public sealed partial class LivePagesTests(Town town) : Story(town)
{
    private const string Shop = "fern-and-folly-nursery";

    [Fact]
    public async Task Two_browsers_of_one_shopper_have_one_cart_one_bell_and_the_same_orders()
    {
        var phone = await Browsers.PhoneAsync();
        await phone.GotoAsync(Town.At(Town.Identity, "register?returnUrl=%2Faccount"));
        var email = await SecondStep.RegisterAsync(Town, phone);
        await phone.GotoAsync(Town.At(Town.Store, "signin?returnUrl=%2Fcart"));
        await phone.WaitForURLAsync(Town.At(Town.Store, "cart"));
        var desk = await Browsers.DeskAsync(await phone.Context.StorageStateAsync());
        var product = await Town.SimpleProductAsync(Shop, skip: 1);

        // What one puts in, counts or takes out, the other's open cart shows.
        await new Shopper(Town, desk).AddAsync(product);
        await Expect(phone.Locator(".line")).ToContainTextAsync(product.Name);
        await Expect(phone.Locator(".site-header__icons a[href='/cart']")).ToHaveAccessibleNameAsync("Cart, 1 item");
        await desk.GotoAsync(Town.At(Town.Store, "cart"));
        await phone.GetByRole(AriaRole.Button, new() { Name = "One more" }).ClickAsync();
        await Expect(desk.GetByLabel("Quantity of")).ToHaveValueAsync("2");
        await desk.GetByText("Empty the cart").ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Take everything out" }).ClickAsync();
        await Expect(desk.GetByText("Your cart is empty")).ToBeVisibleAsync();
        await Expect(phone.GetByText("Your cart is empty")).ToBeVisibleAsync();

        // The bell on the phone rings for what was ordered on the desk, and is still when it was read there.
        await Expect(phone.Locator("#bell")).ToHaveAccessibleNameAsync("Notifications, 1 unread"); // the welcome
        var shopper = new Shopper(Town, desk);
        await shopper.AddAsync(product);
        await desk.GotoAsync(Town.At(Town.Store, "checkout"));
        await shopper.SayWhereAsync("+91 98400 55571");
        await shopper.PayByAsync("Cash");
        await desk.GetByRole(AriaRole.Button, new() { NameRegex = CashButton() }).ClickAsync();
        await Expect(desk.GetByText("Your order is in.")).ToBeVisibleAsync();
        var number = shopper.OrderNumber;
        await Town.EventuallyAsync(true, "select count(*) > 1 from notifications.notifications n join identity.user_directory d on d.id = n.user_id where d.email = $1", email);
        await Expect(phone.Locator("#bell")).ToHaveAccessibleNameAsync(More());
        await desk.GotoAsync(Town.At(Town.Store, "account/notifications"));
        await desk.GetByRole(AriaRole.Button, new() { Name = "Mark all as read" }).ClickAsync();
        await Expect(desk.Locator("#bell")).ToHaveAccessibleNameAsync("Notifications");
        await Expect(phone.Locator("#bell")).ToHaveAccessibleNameAsync("Notifications");

        // The list of orders follows the shop.
        await phone.GotoAsync(Town.At(Town.Store, "orders"));
        var row = phone.Locator($"#o-{number}");
        await Expect(row).ToContainTextAsync("Ordered");
        var portal = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(Shop), "vendor");
        await portal.Locator(".order-card", new() { HasText = "Devaki Menon" }).GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Being packed");
    }

    [Fact]
    public async Task A_product_sells_out_before_ones_eyes()
    {
        var product = await Town.SimpleProductAsync(Shop, skip: 2);
        var portal = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(Shop), "vendor/products");
        await portal.GetByLabel("Search products").FillAsync(product.Name);
        await portal.GetByLabel("Search products").PressAsync("Enter");
        await Expect(StockOf(portal, product)).ToHaveCountAsync(1);
        var inCart = new Shopper(Town, await Browsers.DeskAsync());
        await inCart.AddAsync(product);
        await inCart.Page.GotoAsync(Town.At(Town.Store, "cart"));
        var looking = await Browsers.PhoneAsync();
        await looking.GotoAsync(Town.At(Town.Store, $"products/{product.Slug}"));
        await looking.GetByLabel("Quantity", new() { Exact = true }).FillAsync("2");

        // What is left shows, and what was typed stays.
        await SetStockAsync(portal, product, 2);
        await Expect(looking.GetByText("Only 2 left")).ToBeVisibleAsync();
        await Expect(looking.GetByLabel("Quantity", new() { Exact = true })).ToHaveValueAsync("2");
        await Expect(inCart.Page.Locator(".line")).ToContainTextAsync("Only 2 left.");

        await SetStockAsync(portal, product, 0);
        await Expect(looking.Locator("#buy").GetByRole(AriaRole.Button, new() { Name = "Sold out" })).ToBeDisabledAsync();
        await Expect(inCart.Page.Locator(".line")).ToContainTextAsync("Sold out since you added it.");
        await Expect(inCart.Page.GetByText("Nothing in the cart can be bought right now.")).ToBeVisibleAsync();

        await SetStockAsync(portal, product, 30);
        await Expect(looking.Locator("#buy").GetByRole(AriaRole.Button, new() { Name = "Add to cart" })).ToBeEnabledAsync();
        await Expect(inCart.Page.Locator(".line")).Not.ToContainTextAsync("Sold out");
    }

    private static ILocator StockOf(IPage portal, ProductCard product) => portal.GetByLabel($"Stock of {product.Name}");

    private static async Task SetStockAsync(IPage portal, ProductCard product, int onHand)
    {
        await StockOf(portal, product).FillAsync($"{onHand}");
        await StockOf(portal, product).PressAsync("Enter");
        await Expect(portal.GetByText($"became {onHand}.")).ToBeVisibleAsync();
    }

    [GeneratedRegex("^Order · ₹")]
    private static partial Regex CashButton();

    [GeneratedRegex("^Notifications, [2-9] unread$")]
    private static partial Regex More();
}
