using System.Text.RegularExpressions;
using Marketplace.E2E.Tests.Identity;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Orders;

/// <summary>The main job: one checkout from two shops, prepared, delivered and seen by everybody.</summary>
[Collection(nameof(Town))]
public sealed partial class MainStoryTests(Town town) : Story(town)
{
    private static readonly (string Slug, string Name, string Owner)[] Shops =
    [
        ("annapurna-provisions", "Annapurna Provisions", "raghunath@tarapet.example"),
        ("kiln-and-clay", "Kiln & Clay", ""),
    ];

    [Fact]
    public async Task A_guest_buys_from_two_shops_and_two_riders_bring_it()
    {
        var kilnOwner = await Town.OwnerOfAsync(Shops[1].Slug);

        // The guest fills a cart on a phone, opens an account in the middle of checkout, and pays.
        var page = await Browsers.PhoneAsync();
        var shopper = new Shopper(Town, page);
        foreach (var shop in Shops)
        {
            await shopper.AddAsync(await Town.SimpleProductAsync(shop.Slug));
        }

        await page.GotoAsync(Town.At(Town.Store, "checkout"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in or create an account" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open an account" }).ClickAsync();
        await page.GetByLabel("Full name").FillAsync("Nila Raman");
        await page.GetByLabel("Email").FillAsync("nila@tarapet.example");
        await page.GetByLabel("Mobile number").FillAsync("+91 98400 55501");
        await page.GetByLabel("Password").FillAsync("blue kite over the pier");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look into your mail");
        await PhoneEntry.GiveAsync(Town, page, "nila@tarapet.example");
        await page.WaitForURLAsync(Town.At(Town.Store, "checkout"));
        await shopper.SayWhereAsync("+91 98400 55501");
        await Expect(page.GetByText("Bring it").First).ToBeVisibleAsync();
        await shopper.PayByAsync("UPI");
        var shown = await shopper.GoPayAsync();
        await shopper.DecideAsync("Pay");
        await Expect(page.GetByText("Annapurna Provisions").First).ToBeVisibleAsync();
        var number = await Town.ReadAsync<string>("select number from orders.orders where contact_phone = $1 order by placed_at desc limit 1", "+91 98400 55501");
        Assert.Equal(shown, await Town.ReadAsync<decimal>("select total_amount from orders.orders where number = $1", number));
        await page.GotoAsync(Town.At(Town.Store, $"orders/{number}"));
        await Task.WhenAll(Shops.Select(shop => StandsAtAsync(page, shop.Slug, "Waiting for the shop")));

        // Both shops accept, each in its own portal, and pack.
        var codes = new Dictionary<string, string>();
        foreach (var (shop, owner) in new[] { (Shops[0], Shops[0].Owner), (Shops[1], kilnOwner) })
        {
            var portal = await Town.PortalAsync(await Browsers.DeskAsync(), owner, "vendor");
            var card = portal.Locator(".order-card", new() { HasText = "Nila Raman" });
            await card.GetByRole(AriaRole.Button, new() { NameRegex = Accept() }).ClickAsync();
            await StandsAtAsync(page, shop.Slug, "Being packed");
            await card.GetByRole(AriaRole.Button, new() { NameRegex = MarkReady() }).ClickAsync();
            await Expect(card.GetByRole(AriaRole.Button, new() { NameRegex = MarkReady() })).ToHaveCountAsync(0);
            var partId = await Town.ReadAsync<Guid>("select p.id from orders.vendor_orders p join vendors.vendors v on v.id = p.vendor_id where p.number = $1 and v.slug = $2", number, shop.Slug);
            await portal.GotoAsync(Town.At(Town.Portal, $"vendor/orders/{partId}"));
            codes[shop.Name] = (await portal.Locator(".code-big").InnerTextAsync()).Trim();
            await StandsAtAsync(page, shop.Slug, "Packed, waiting for the rider");
            var part = await Town.ReadAsync<decimal>("select total_amount from orders.vendor_orders where id = $1", partId);
            await Expect(portal.Locator("main")).ToContainTextAsync(Shopper.Rupees(part));
            await Expect(Package(page, shop.Slug)).ToContainTextAsync(Shopper.Rupees(part));
            await portal.Context.CloseAsync();
        }

        // The shopper's page has followed without a reload, and shows one PIN for each package and the total that was paid.
        await Expect(page.Locator(".pin-code")).ToHaveCountAsync(2);
        await Expect(page.Locator("#order")).ToContainTextAsync(Shopper.Rupees(shown));

        // Two riders take one package each, give the shop's code, ride, and deliver against the PIN.
        var joseph = await TakeOfferAsync("joseph@tarapet.example");
        var lakshmi = await TakeOfferAsync("lakshmi@tarapet.example");
        await DeliverAsync(joseph, page, codes);
        await DeliverAsync(lakshmi, page, codes);

        await Expect(page.GetByText("Everything has arrived")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal("Delivered", await Town.ReadAsync<string>("select state from orders.orders where number = $1", number));
        Assert.Equal(2L, await Town.ReadAsync<long>("select count(distinct d.rider_id) from deliveries.deliveries d where d.number = $1 and d.state = 'Delivered'", number));

        // The admin sees the same order with the same total.
        var admin = await Town.PortalAsync(await Browsers.DeskAsync(), "ishaan@tarapet.example", $"admin/orders/{number}");
        await Expect(admin.GetByText("Nila Raman").First).ToBeVisibleAsync();
        await Expect(admin.Locator("main")).ToContainTextAsync(Shopper.Rupees(shown));
        Assert.Equal(shown, await Town.ReadAsync<decimal>("select sum(p.total_amount) from orders.vendor_orders p where p.number = $1", number));
    }

    private static ILocator Package(IPage page, string shop) => page.Locator($"#part-{shop}-group");

    /// <summary>The shopper's page, which nobody reloads.</summary>
    private static Task StandsAtAsync(IPage page, string shop, string step) => Expect(Package(page, shop).Locator(".timeline li[data-state]").Last).ToContainTextAsync(step);

    private async Task<IPage> TakeOfferAsync(string email)
    {
        var rider = await Town.PortalAsync(await Browsers.PhoneAsync(12.9135, 80.2455), email, "rider");
        await rider.GetByRole(AriaRole.Button, new() { Name = "Go online" }).ClickAsync();
        await Expect(rider.GetByRole(AriaRole.Button, new() { NameRegex = Accept() })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await rider.GetByRole(AriaRole.Button, new() { NameRegex = Accept() }).ClickAsync();
        await Expect(rider.GetByRole(AriaRole.Link, new() { Name = "I am at the shop" })).ToBeVisibleAsync();
        return rider;
    }

    /// <summary>At the shop the bag against its code, at the door the bag against the PIN on the shopper's page.</summary>
    private static async Task DeliverAsync(IPage rider, IPage shopper, Dictionary<string, string> codes)
    {
        await rider.GetByRole(AriaRole.Link, new() { Name = "I am at the shop" }).ClickAsync();
        await Expect(rider.GetByLabel("Code from the shop")).ToBeVisibleAsync();
        var shop = (await rider.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).Trim();
        var slug = Shops.Single(s => s.Name == shop).Slug;
        await rider.GetByLabel("Code from the shop").FillAsync(codes[shop]);
        await rider.GetByRole(AriaRole.Button, new() { Name = "I have the bag" }).ClickAsync();
        await rider.GetByRole(AriaRole.Button, new() { Name = "Start the ride" }).ClickAsync();
        await StandsAtAsync(shopper, slug, "On its way");
        await rider.GetByRole(AriaRole.Link, new() { Name = "I am at the door" }).ClickAsync();
        var pin = await shopper.Locator(".card").Filter(new() { HasText = $"brings the bag of {shop}" }).Locator(".pin-code").InnerTextAsync();
        await rider.GetByLabel("Ask for the PIN").FillAsync(string.Concat(pin.Where(char.IsAsciiDigit)));
        await rider.GetByRole(AriaRole.Button, new() { NameRegex = Delivered() }).ClickAsync();
        await Expect(rider.GetByRole(AriaRole.Button, new() { Name = "Go offline" })).ToBeVisibleAsync();
        await StandsAtAsync(shopper, slug, "Delivered");
        await rider.Context.CloseAsync();
    }

    [GeneratedRegex("^Accept")]
    private static partial Regex Accept();

    [GeneratedRegex("^Mark ready")]
    private static partial Regex MarkReady();

    [GeneratedRegex("^Delivered")]
    private static partial Regex Delivered();
}
