using System.Text.RegularExpressions;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Orders;

/// <summary>The main job: one checkout from two shops, prepared, delivered and seen by everybody.</summary>
[Collection(nameof(Town))]
public sealed partial class MainStoryTests(Town town)
{
    private static readonly (string Slug, string Name, string Owner)[] Shops =
    [
        ("annapurna-provisions", "Annapurna Provisions", "raghunath@tarapet.example"),
        ("kiln-and-clay", "Kiln & Clay", ""),
    ];

    [Fact]
    public async Task A_guest_buys_from_two_shops_and_two_riders_bring_it()
    {
        var kilnOwner = await town.ReadAsync<string>(
            "select d.email from identity.user_directory d join vendors.members m on m.user_id = d.id join vendors.vendors v on v.id = m.vendor_id where v.slug = $1 order by d.email limit 1", Shops[1].Slug);

        // The guest fills a cart on a phone, opens an account in the middle of checkout, and pays.
        var shopper = await town.PhoneAsync();
        foreach (var shop in Shops)
        {
            var product = await town.SimpleProductAsync(shop.Slug);
            await shopper.GotoAsync(new Uri(town.Store, $"products/{product.Slug}").ToString());
            await shopper.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).First.ClickAsync();
            await Expect(shopper.GetByRole(AriaRole.Link, new() { NameRegex = CartWithItems() }).First).ToBeVisibleAsync();
        }

        await shopper.GotoAsync(new Uri(town.Store, "checkout").ToString());
        await shopper.GetByRole(AriaRole.Link, new() { Name = "Sign in or create an account" }).ClickAsync();
        await shopper.GetByRole(AriaRole.Link, new() { Name = "Open an account" }).ClickAsync();
        await shopper.GetByLabel("Full name").FillAsync("Nila Raman");
        await shopper.GetByLabel("Email").FillAsync("nila@tarapet.example");
        await shopper.GetByLabel("Mobile number").FillAsync("+91 98400 55501");
        await shopper.GetByLabel("Password").FillAsync("blue kite over the pier");
        await shopper.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
        await shopper.WaitForURLAsync(new Uri(town.Store, "checkout").ToString());
        await shopper.GetByLabel("Phone").FillAsync("+91 98400 55501");
        await shopper.GetByLabel("House and street").FillAsync("22 Weavers’ Lane");
        await shopper.GetByLabel("Town", new() { Exact = true }).FillAsync("Tarapet");
        await shopper.GetByLabel("PIN code").FillAsync("600999");
        await shopper.GetByLabel("Latitude").FillAsync("12.9120");
        await shopper.GetByLabel("Longitude").FillAsync("80.2460");
        await shopper.GetByRole(AriaRole.Button, new() { NameRegex = UpdateTimes() }).First.ClickAsync();
        await Expect(shopper.GetByText("Bring it").First).ToBeVisibleAsync();
        await shopper.GetByRole(AriaRole.Radio, new() { NameRegex = Upi() }).CheckAsync(new() { Force = true });
        var pay = shopper.GetByRole(AriaRole.Button, new() { NameRegex = Pay() });
        await Expect(pay).ToBeVisibleAsync();
        var shown = Amount(await pay.InnerTextAsync());
        await pay.ClickAsync();
        await shopper.WaitForURLAsync(url => url.Contains("/sandbox/pay/", StringComparison.Ordinal));
        Assert.Equal(shown, Amount(await shopper.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()));
        await shopper.GetByRole(AriaRole.Button, new() { NameRegex = PayNow() }).ClickAsync();
        await shopper.WaitForURLAsync(url => url.StartsWith(town.Store.ToString(), StringComparison.Ordinal));
        await Expect(shopper.GetByText("Annapurna Provisions").First).ToBeVisibleAsync();
        var number = await town.ReadAsync<string>("select number from orders.orders where contact_phone = $1 order by placed_at desc limit 1", "+91 98400 55501");
        Assert.Equal(shown, await town.ReadAsync<decimal>("select total_amount from orders.orders where number = $1", number));
        await shopper.GotoAsync(new Uri(town.Store, $"orders/{number}").ToString());

        // Both shops accept, each in its own portal, and pack.
        var codes = new Dictionary<string, string>();
        foreach (var (shop, owner) in new[] { (Shops[0], Shops[0].Owner), (Shops[1], kilnOwner) })
        {
            var portal = await town.PortalAsync(await town.DeskAsync(), owner, "vendor");
            var card = portal.Locator(".order-card", new() { HasText = "Nila Raman" });
            await card.GetByRole(AriaRole.Button, new() { NameRegex = Accept() }).ClickAsync();
            await card.GetByRole(AriaRole.Button, new() { NameRegex = MarkReady() }).ClickAsync();
            await Expect(card.GetByRole(AriaRole.Button, new() { NameRegex = MarkReady() })).ToHaveCountAsync(0);
            var partId = await town.ReadAsync<Guid>("select p.id from orders.vendor_orders p join vendors.vendors v on v.id = p.vendor_id where p.number = $1 and v.slug = $2", number, shop.Slug);
            await portal.GotoAsync(new Uri(town.Portal, $"vendor/orders/{partId}").ToString());
            codes[shop.Name] = (await portal.Locator(".code-big").InnerTextAsync()).Trim();
            await portal.Context.CloseAsync();
        }

        // The shopper's page has followed without a reload, and shows one PIN for each package.
        await Expect(shopper.Locator(".pin-code")).ToHaveCountAsync(2);

        // Two riders take one package each, give the shop's code, ride, and deliver against the PIN.
        var joseph = await TakeOfferAsync("joseph@tarapet.example");
        var lakshmi = await TakeOfferAsync("lakshmi@tarapet.example");
        await DeliverAsync(joseph, number, codes);
        await DeliverAsync(lakshmi, number, codes);

        await Expect(shopper.GetByText("Everything has arrived")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal("Delivered", await town.ReadAsync<string>("select state from orders.orders where number = $1", number));
        Assert.Equal(2L, await town.ReadAsync<long>("select count(distinct d.rider_id) from deliveries.deliveries d where d.number = $1 and d.state = 'Delivered'", number));

        // The admin sees the same order with the same total.
        var admin = await town.PortalAsync(await town.DeskAsync(), "ishaan@tarapet.example", $"admin/orders/{number}");
        await Expect(admin.GetByText("Nila Raman").First).ToBeVisibleAsync();
        Assert.Contains(shown.ToString("#,##0.##", System.Globalization.CultureInfo.GetCultureInfo("en-IN")), await admin.Locator("main").InnerTextAsync());
        Assert.Equal(shown, await town.ReadAsync<decimal>("select sum(p.total_amount) from orders.vendor_orders p where p.number = $1", number));
        Assert.True(town.Errors().Count == 0, string.Join("\n", town.Errors()));
    }

    private async Task<IPage> TakeOfferAsync(string email)
    {
        var rider = await town.PortalAsync(await town.PhoneAsync(12.9135, 80.2455), email, "rider");
        await rider.GetByRole(AriaRole.Button, new() { Name = "Go online" }).ClickAsync();
        await Expect(rider.GetByRole(AriaRole.Button, new() { NameRegex = Accept() })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await rider.GetByRole(AriaRole.Button, new() { NameRegex = Accept() }).ClickAsync();
        await Expect(rider.GetByRole(AriaRole.Link, new() { Name = "I am at the shop" })).ToBeVisibleAsync();
        return rider;
    }

    /// <summary>At the shop the bag against its code, at the door the bag against the PIN.</summary>
    private async Task DeliverAsync(IPage rider, string number, Dictionary<string, string> codes)
    {
        await rider.GetByRole(AriaRole.Link, new() { Name = "I am at the shop" }).ClickAsync();
        await Expect(rider.GetByLabel("Code from the shop")).ToBeVisibleAsync();
        var shop = (await rider.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).Trim();
        await rider.GetByLabel("Code from the shop").FillAsync(codes[shop]);
        await rider.GetByRole(AriaRole.Button, new() { Name = "I have the bag" }).ClickAsync();
        await rider.GetByRole(AriaRole.Button, new() { Name = "Start the ride" }).ClickAsync();
        await rider.GetByRole(AriaRole.Link, new() { Name = "I am at the door" }).ClickAsync();
        var pin = await town.ReadAsync<string>("select p.pin from orders.vendor_orders p where p.number = $1 and p.vendor_name = $2", number, shop);
        await rider.GetByLabel("Ask for the PIN").FillAsync(pin);
        await rider.GetByRole(AriaRole.Button, new() { NameRegex = Delivered() }).ClickAsync();
        await Expect(rider.GetByRole(AriaRole.Button, new() { Name = "Go offline" })).ToBeVisibleAsync();
        await rider.Context.CloseAsync();
    }

    private static decimal Amount(string text) => decimal.Parse(AmountIn().Match(text).Groups[1].Value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("₹([0-9,]+(?:\\.[0-9]+)?)")]
    private static partial Regex AmountIn();

    [GeneratedRegex("^Cart, [1-9]")]
    private static partial Regex CartWithItems();

    [GeneratedRegex("^(Show delivery times|Work it out again)$")]
    private static partial Regex UpdateTimes();

    [GeneratedRegex("^UPI")]
    private static partial Regex Upi();

    [GeneratedRegex("^Pay ₹")]
    private static partial Regex Pay();

    [GeneratedRegex("^Pay ₹[0-9,.]+$")]
    private static partial Regex PayNow();

    [GeneratedRegex("^Accept")]
    private static partial Regex Accept();

    [GeneratedRegex("^Mark ready")]
    private static partial Regex MarkReady();

    [GeneratedRegex("^Delivered")]
    private static partial Regex Delivered();
}
