using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Design;

/// <summary>
/// Somebody wrote script wherever something can be written: every page that shows it to whomever shows it as text. The browser is
/// told not to mind the content security policy, which would otherwise stop what a page lets through.
/// </summary>
[Collection(nameof(Town))]
public sealed class StoredScriptTests(Town town, ITestOutputHelper output) : Story(town, town.Shell)
{
    private const string Shop = "sitwell-furniture-works";
    private const string Person = "meera";
    private readonly List<string> _findings = [];
    private int _pages;
    private int _showing;

    [Fact]
    public async Task What_people_write_is_a_text_on_every_page()
    {
        var vendor = await Town.ReadAsync<Guid>("select id from vendors.vendors where slug = $1", Shop);
        var order = await Town.ReadAsync<Guid>("select o.id from orders.orders o join orders.vendor_orders p on p.order_id = o.id where p.vendor_id = $1 and p.method = 'Delivery' and p.state = 'Delivered' and o.customer_id is not null order by o.placed_at desc, o.id limit 1", vendor);
        var part = await Town.ReadAsync<Guid>("select id from orders.vendor_orders where order_id = $1 and vendor_id = $2", order, vendor);
        var number = await Town.ReadAsync<string>("select number from orders.orders where id = $1", order);
        var shopper = await Town.ReadAsync<Guid>("select customer_id from orders.orders where id = $1", order);
        var owner = await Town.ReadAsync<Guid>("select user_id from vendors.members where vendor_id = $1 limit 1", vendor);
        var rider = await Town.ReadAsync<Guid>("select d.rider_id from deliveries.deliveries d where d.vendor_order_id = $1", part);
        var rides = await Town.ReadAsync<Guid>("select user_id from deliveries.riders where id = $1", rider);
        var product = await Town.ReadAsync<Guid>("select id from catalog.products where vendor_id = $1 and state = 'Published' order by slug limit 1", vendor);
        var slug = await Town.ReadAsync<string>("select slug from catalog.products where id = $1", product);
        var aisle = await Town.ReadAsync<string>("select c.slug from catalog.categories c join catalog.products p on p.category_id = c.id where p.id = $1", product);
        var variant = await Town.ReadAsync<Guid>("select id from catalog.variants where product_id = $1 order by sku limit 1", product);
        var brand = await Town.ReadAsync<string>(PageList.Lookups["brand"]);
        var application = await Town.ReadAsync<string>(PageList.Lookups["application"]);
        var rejected = await Town.ReadAsync<string>(PageList.Lookups["rejectedApplication"]);
        var aditi = await PersonAsync("aditi@tarapet.example");

        await using var planting = new Planting(Town);
        await planting.PlantAsync("vendors.vendors", "name tagline story street city phone", "id = $1", vendor);
        await planting.PlantAsync("catalog.products", "name description unit tags attributes", "vendor_id = $1", vendor);
        await planting.PlantAsync("catalog.product_images", "alt", "product_id in (select id from catalog.products where vendor_id = $1)", vendor, "md5(product_id::text || media_id::text)::uuid");
        await planting.PlantAsync("catalog.variants", "sku", "product_id in (select id from catalog.products where vendor_id = $1)", vendor);
        await planting.PlantAsync("orders.orders", "contact_name contact_phone gift_message address", "id = $1", order);
        await planting.PlantAsync("orders.vendor_orders", "vendor_name vendor_street note", "order_id = $1", order);
        await planting.PlantAsync("orders.lines", "name variant_text sku", "vendor_order_id in (select id from orders.vendor_orders where order_id = $1)", order);
        await planting.PlantAsync("orders.history", "who note", "order_id = $1", order);
        await planting.PlantAsync("deliveries.deliveries", "rider_name from_name from_street from_phone from_note to_name to_street to_phone to_note lines fee_explanation", "order_id = $1", order);
        await planting.PlantAsync("deliveries.riders", "name phone vehicle", "id = $1", rider);
        await planting.PlantAsync("notifications.notifications", "title message", "user_id in (select customer_id from orders.orders where id = $1)", order);
        await planting.PlantAsync("inventory.movements", "who note", "variant_id = $1", variant, "lpad(to_hex(id), 32, '0')::uuid");
        await planting.PlantAsync("people.profiles", "name bio location", "username = $1", Person, "user_id");
        await planting.PlantAsync("orders.addresses", "label address", "user_id = $1", aditi);
        await planting.PlantAsync("catalog.brands", "name description", "slug = $1", brand);
        await planting.PlantAsync("catalog.categories", "name", "slug = $1", aisle);
        await planting.PlantAsync("partners.partners", "name bio links", "slug = any($1)", (string[])["taras-table", "leelas-green-corner"]);
        await planting.PlantAsync("partners.applications", "name pitch vehicle links", "state = any($1)", (string[])["Submitted", "Approved"]);
        await planting.PlantAsync("partners.applications", "name pitch reason links", "state = $1", "Rejected");
        await planting.PlantAsync("deliveries.shifts", "note", "state <> $1", "Draft");
        await planting.PlantAsync("deliveries.steps", "who note", "delivery_id in (select id from deliveries.deliveries where order_id = $1)", order);
        await planting.PlantAsync("identity.clients", "name", "id = any($1)", (string[])["demo-shelf-sync", "demo-order-board"], "md5(id)::uuid");
        await planting.PlantAsync("identity.users", "full_name", "id = any($1)", (Guid[])[shopper, owner, rides]);

        await LookAsync(null, Town.Store, "", "aisles", $"aisles/{aisle}", "shops", $"shops/{Shop}", $"products/{slug}", $"search?q={Uri.EscapeDataString(Payloads.Of(2))}", "search?q=x-ss", $"brands/{brand}", "resellers/taras-table", "influencers/leelas-green-corner");
        await LookAsync(shopper, Town.Store, "orders", $"orders/{number}", $"orders/{number}/cancel", "account", "account/addresses", "account/notifications");
        await LookAsync(shopper, Town.Identity, "account", "account/apps", "signout");
        await LookAsync(aditi, Town.Identity, $"account/people/{Person}", "account/activity", "account/following?q=x-ss");
        await LookAsync(aditi, Town.Store, "account/addresses", "checkout");
        await LookAsync(await PersonAsync("omar@tarapet.example"), Town.Portal, "work", "work/reseller");
        await LookAsync(await PersonAsync("leela@tarapet.example"), Town.Portal, "work/influencer");
        await LookAsync(await PersonAsync("raghunath@tarapet.example"), Town.Identity, "developer", "developer/apps/demo-shelf-sync");
        await LookAsync(owner, Town.Portal, "vendor", "vendor/team", "vendor/audit", "vendor/orders", $"vendor/orders/{part}", "vendor/products", $"vendor/products/{product}", $"vendor/stock/{variant}", "vendor/import", "vendor/profile", "vendor/figures", "notices");
        await LookAsync(rides, Town.Portal, "rider", "rider/earnings", "rider/shifts", "rider/history", "notices");
        await LookAsync(
            await PersonAsync("ishaan@tarapet.example"), Town.Portal,
            "admin", $"admin/orders?search={number}", $"admin/orders/{number}", "admin/products?search=x-ss", "admin/dispatch", "admin/riders", "admin/users?search=x-ss", "admin/vendors", $"admin/vendors/{vendor}", "admin/categories", "admin/audit",
            "admin/brands", "admin/shifts", "admin/applications", $"admin/applications/{application}", $"admin/applications/{rejected}", "admin/events");
        await LookAsync(await PersonAsync("ishaan@tarapet.example"), Town.Identity, "developer/reviews");

        output.WriteLine($"{planting.Texts} texts of {Payloads.Count} kinds, {_pages} pages, {_showing} of which show some");
        Assert.True(planting.Texts > Payloads.Count, $"{planting.Texts} texts");
        Assert.True(_showing > 24, $"{_showing} pages show anything of it.");
        Assert.True(_findings.Count == 0, string.Join("\n", _findings));
    }

    private Task<Guid> PersonAsync(string email) => Town.ReadAsync<Guid>("select id from identity.users where email = $1", email);

    private async Task LookAsync(Guid? who, Uri host, params string[] paths)
    {
        var state = who is { } user ? await Town.SignedInAsync(await Town.ReadAsync<string>("select email from identity.users where id = $1", user)) : null;
        var page = await Browsers.DeskAsync(state, mindsPolicy: false);
        foreach (var path in paths)
        {
            await page.GotoAsync(Town.At(host, path));
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToBeAttachedAsync();
            await Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
            _findings.AddRange((await page.EvaluateAsync<string[]>(Payloads.Probe)).Distinct().Select(found => $"{path}: {found}"));
            _pages++;
            _showing += await page.EvaluateAsync<bool>("() => document.body.innerText.includes('x-ss') || [...document.querySelectorAll('input, textarea')].some(e => e.value.includes('x-ss'))") ? 1 : 0;
        }
    }
}
