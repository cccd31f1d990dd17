using System.Text;
using Marketplace.E2E.Tests.Shared;
using Marketplace.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Catalog;

/// <summary>A shop fills its shelves: one product with a photo by hand, a list of them as a file.</summary>
[Collection(nameof(Town))]
public sealed class ShelfWorkTests(Town town) : Story(town)
{
    private const string Shop = "fern-and-folly-nursery";

    [Fact]
    public async Task A_shop_adds_a_product_with_a_photo_and_shoppers_see_it()
    {
        var page = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(Shop), "vendor/products/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Mother-in-law’s cushion");
        await page.GetByLabel("Description").FillAsync("A round cactus from our own greenhouse, three years old.");
        await ChooseAsync(page.GetByLabel("Add photos"), "notes.png", "image/png", "not a picture at all"u8.ToArray());
        await Expect(page.GetByText("notes.png:")).ToBeVisibleAsync();
        await page.GetByLabel("Add photos").SetInputFilesAsync(Path.Combine(Repository.Root, "node_modules/@vendure/create/assets/images/charles-deluvio-695736-unsplash.jpg"));
        await page.GetByLabel("Cover. What can be seen").FillAsync("A round cactus in a white pot");
        await page.GetByLabel("Code of").FillAsync("CUSHION-1");
        await page.GetByLabel("Price of The product", new() { Exact = true }).FillAsync("349");
        await page.GetByLabel("Stock of").FillAsync("7");
        await page.Locator(".rz-dropdown").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Plants and garden" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Put on sale" }).ClickAsync();
        await Expect(page.GetByText("On sale", new() { Exact = true })).ToBeVisibleAsync();

        var slug = await Town.ReadAsync<string>("select slug from catalog.products where name = $1", "Mother-in-law’s cushion");
        var shopper = await Browsers.PhoneAsync();
        await shopper.GotoAsync(Town.At(Town.Store, $"products/{slug}"));
        await Expect(shopper.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Mother-in-law’s cushion");
        var photo = shopper.GetByRole(AriaRole.Img, new() { Name = "A round cactus in a white pot" }).First;
        await Expect(photo).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await photo.EvaluateAsync<int>("image => image.naturalWidth") > 0, "The photo did not load.");
        await Expect(shopper.GetByText("₹349").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_shop_checks_a_file_mends_it_and_imports_it()
    {
        var page = await Town.PortalAsync(await Browsers.DeskAsync(), await Town.OwnerOfAsync(Shop), "vendor/import");

        // A file with a mistake: the check names line and column, and changes nothing.
        await ChooseAsync(page, "dear");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the file" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The file is checked" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("^3.*price", System.Text.RegularExpressions.RegexOptions.Singleline) })).ToBeVisibleAsync();
        Assert.Equal(0L, await Town.ReadAsync<long>("select count(*) from catalog.variants where sku like 'SEED-%'"));

        // Mended it is checked again, and imported.
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose another file" }).ClickAsync();
        await ChooseAsync(page, "59");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the file" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import 2 products" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Imported" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See the products" }).ClickAsync();
        await page.GetByLabel("Search products").FillAsync("SEED-");
        await page.GetByLabel("Search products").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Okra seeds, fifty", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Brinjal seeds, forty", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task ChooseAsync(IPage page, string price)
    {
        var csv = $"handle,name,category,sku,price,stock\nokra,\"Okra seeds, fifty\",plants-and-garden,SEED-OKRA,49,30\nbrinjal,\"Brinjal seeds, forty\",plants-and-garden,SEED-BRINJAL,{price},20\n";
        await ChooseAsync(page.GetByLabel("Choose a file"), "seeds.csv", "text/csv", Encoding.UTF8.GetBytes(csv));
        await Expect(page.GetByText("seeds.csv")).ToBeVisibleAsync();
    }
}
