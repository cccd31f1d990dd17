using System.Net;
using System.Net.Http.Headers;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Catalog;

[Collection(nameof(MarketplaceApp))]
public sealed class PublicCatalogTests(MarketplaceApp app)
{
    [Fact]
    public async Task Filters_sorts_pages_and_counts()
    {
        var shop = await ShopFixture.OpenAsync(app);
        await shop.PublishAsync(shop.Request("Blue kettle", 300) with { Brand = "Aroha" });
        await shop.PublishAsync(shop.Request("Red kettle", 200, onHand: 0) with { Brand = "Aroha" });
        await shop.PublishAsync(shop.Request("Bowl", 100, sizes: ["S", "L"]) with { Brand = "Kiln" });
        var all = await shop.Catalog.ProductsAsync(new(Vendor: shop.Vendor.Slug, Sort: "price", Size: 2));

        Assert.Equal((3, 2, 1, 2), (all.Products.Total, all.Products.Items.Count, all.Products.Number, all.Products.Pages));
        Assert.Equal(["Bowl", "Red kettle"], all.Products.Items.Select(p => p.Name));
        Assert.Equal((true, null, true), (all.Products.Items[0].PriceVaries, all.Products.Items[0].OnlyVariantId, all.Products.Items[0].InStock));
        Assert.False(all.Products.Items[1].InStock);
        Assert.Equal((100m, 300m, 2), (all.Facets.MinPrice, all.Facets.MaxPrice, all.Facets.InStock));
        Assert.Equal([("Aroha", 2), ("Kiln", 1)], all.Facets.Brands.Select(b => (b.Name, b.Count)));
        Assert.Equal(3, Assert.Single(all.Facets.Vendors, v => v.Slug == shop.Vendor.Slug).Count);

        var aroha = await shop.Catalog.ProductsAsync(new(Vendor: shop.Vendor.Slug, Brand: ["aroha"], InStock: true, MaxPrice: 400));
        Assert.Equal(["Blue kettle"], aroha.Products.Items.Select(p => p.Name));
        Assert.Equal([("Aroha", 1), ("Kiln", 1)], aroha.Facets.Brands.Select(b => (b.Name, b.Count)));
        Assert.Equal(["Blue kettle", "Bowl", "Red kettle"], (await shop.Catalog.ProductsAsync(new(Category: shop.Category.Slug, Sort: "name"))).Products.Items.Select(p => p.Name));
        Assert.Empty((await shop.Catalog.ProductsAsync(new(Category: "no-such-aisle"))).Products.Items);
    }

    [Fact]
    public async Task Counts_how_many_have_so_many_stars_whatever_rating_is_chosen()
    {
        var shop = await ShopFixture.OpenAsync(app);
        foreach (var (name, sum, count) in new[] { ("Good", 9, 2), ("Fair", 7, 2), ("Poor", 2, 2), ("New", 0, 0) })
        {
            var id = (await shop.PublishAsync(shop.Request(name))).Id;
            await using var db = app.OpenDb();
            await db.Database.ExecuteAsync($"update catalog.products set rating_sum = {sum}, rating_count = {count} where id = '{id}'");
        }

        foreach (var chosen in (int?[])[null, 3, 4])
        {
            var list = await shop.Catalog.ProductsAsync(new(Vendor: shop.Vendor.Slug, MinRating: chosen, Sort: "rating"));
            Assert.Equal([(4, 1), (3, 2)], list.Facets.Ratings.Select(r => (r.MinRating, r.Count)));
            Assert.Equal(list.Facets.Ratings.FirstOrDefault(r => r.MinRating == chosen)?.Count ?? 4, list.Products.Total);
        }

        var found = await shop.Catalog.ProductsAsync(new(Q: "poor", Vendor: shop.Vendor.Slug));
        Assert.Equal([(4, 0), (3, 0)], found.Facets.Ratings.Select(r => (r.MinRating, r.Count)));
    }

    [Fact]
    public async Task Says_how_much_the_price_is_for()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (rice, lamp) = (await shop.PublishAsync(shop.Request("Rice") with { Unit = "500 g" }), await shop.PublishAsync(shop.Request("Lamp")));

        Assert.Equal("500 g", (await shop.Catalog.ProductAsync(rice.Id.ToString())).Unit);
        Assert.Null((await shop.Catalog.ProductAsync(lamp.Id.ToString())).Unit);
    }

    [Fact]
    public async Task Finds_unfinished_words_accents_and_slips_of_the_finger()
    {
        var shop = await ShopFixture.OpenAsync(app);
        await shop.PublishAsync(shop.Request("Crème brûlée torch") with { Brand = "Flambeau", Description = "For caramelised tops" });
        await shop.PublishAsync(shop.Request("Pressure cooker"));

        foreach (var typed in (string[])["creme bru", "brulee torches", "flambeau", "caramelise", "torhc"])
        {
            var found = await shop.Catalog.ProductsAsync(new(Q: typed, Vendor: shop.Vendor.Slug));
            Assert.Equal(("Crème brûlée torch", typed), (Assert.Single(found.Products.Items).Name, typed));
        }

        Assert.Empty((await shop.Catalog.ProductsAsync(new(Q: "xyzzy plugh", Vendor: shop.Vendor.Slug))).Products.Items);
        Assert.Empty((await shop.Catalog.ProductsAsync(new(Q: "'); drop -- & | ! <-> :*", Vendor: shop.Vendor.Slug))).Products.Items);
    }

    [Fact]
    public async Task Counts_a_category_with_what_stands_below_it()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var child = Category.Create($"{shop.Category.Slug}-low", "Below", shop.Category.Id, 4, true, 0, DateTimeOffset.UnixEpoch).Value!;
        await app.SaveAsync(child);
        await shop.PublishAsync(shop.Request("Deep bowl") with { CategoryId = child.Id.Value });
        var product = await shop.PublishAsync(shop.Request("Wide bowl"));

        var node = await Eventually.GetAsync(async () => (await shop.Catalog.CategoriesAsync()).SingleOrDefault(c => c.Slug == shop.Category.Slug), n => n?.ProductCount == 2);
        Assert.Equal(1, Assert.Single(node!.Children).ProductCount);
        var list = await shop.Catalog.ProductsAsync(new(Category: shop.Category.Slug));
        Assert.Equal(2, list.Products.Total);
        Assert.Equal(("Below", 1), (list.Facets.Categories[0].Name, list.Facets.Categories[0].Count));
        Assert.Equal(["Deep bowl"], (await shop.Catalog.RelatedAsync(product.Id)).Where(p => p.Vendor.Id == shop.Vendor.Id.Value).Select(p => p.Name));
    }

    [Fact]
    public async Task Shows_a_product_whole_and_only_of_an_approved_shop()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request(sizes: ["S", "L"]));
        var shown = await shop.Catalog.ProductAsync(product.Id.ToString());

        Assert.Equal([shop.Category.Slug], shown.Categories.Select(c => c.Slug));
        Assert.Equal(["S", "L"], shown.Variants.Select(v => v.Options["Size"]));
        Assert.All(shown.Variants, v => Assert.Equal((5, false), (v.Available, v.IsLow)));
        Assert.Equal((18m, true), (shown.TaxRate, shown.PriceIncludesTax));

        await new AdminVendorsClient(app.SignedInAs(Domain.Identity.UserId.New(), "admin")).SuspendAsync(shop.Vendor.Id.Value, "Papers");
        await Eventually.TrueAsync(async () => (await app.Guest().GetAsync($"api/v1/products/{product.Id}")).StatusCode == HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Guest().GetAsync($"api/v1/vendors/{shop.Vendor.Slug}")).StatusCode);
    }

    [Fact]
    public async Task Answers_304_until_something_changes_and_then_at_once()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request(price: 100));
        var guest = app.Guest();
        var path = $"api/v1/products/{product.Slug}";
        var first = await guest.GetAsync(path);
        Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));

        var again = await guest.SendAsync(new(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } });
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());

        await shop.Products.SetPriceAsync(product.Variants[0].Id, new(90, null));
        await Eventually.TrueAsync(async () => (await shop.Catalog.ProductAsync(product.Slug)).Variants[0].Price.Amount == 90, TimeSpan.FromSeconds(3));
        var changed = await guest.SendAsync(new(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag!, new EntityTagHeaderValue("\"other\"") } } });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        await shop.Products.SetStockAsync(product.Variants[0].Id, new(0, null, null));
        await Eventually.TrueAsync(async () => (await shop.Catalog.ProductAsync(product.Slug)).Variants[0].Available == 0, TimeSpan.FromSeconds(3));
        await Eventually.TrueAsync(async () => !(await shop.Catalog.ProductsAsync(new(Vendor: shop.Vendor.Slug))).Products.Items[0].InStock, TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("home", 1)]
    [InlineData("categories", 1)]
    [InlineData("brands", 1)]
    [InlineData("products", 1)]
    [InlineData("products?q=lamp&minPrice=1&inStock=true&sort=rating", 1)]
    [InlineData("products/trending", 1)]
    [InlineData("products/{slug}", 1)]
    [InlineData("products/{id}/related", 1)]
    [InlineData("vendors", 1)]
    [InlineData("vendors/{vendor}", 1)]
    public async Task Goes_to_the_database_once_and_then_not_at_all(string route, int expected)
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request());
        var path = "api/v1/" + route.Replace("{slug}", product.Slug, StringComparison.Ordinal).Replace("{id}", product.Id.ToString(), StringComparison.Ordinal)
            .Replace("{vendor}", shop.Vendor.Slug, StringComparison.Ordinal);
        path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Guid.CreateVersion7();
        await app.DrainedAsync();
        var guest = app.Guest();
        using var first = new RoundTrips();
        (await guest.SendAsync(first.Get(path))).EnsureSuccessStatusCode();
        using var second = new RoundTrips();
        (await guest.SendAsync(second.Get(path))).EnsureSuccessStatusCode();

        Assert.Equal(expected, first.Seen.Count);
        Assert.Empty(second.Seen);
    }

    [Theory]
    [InlineData("products?size=0")]
    [InlineData("products?size=101")]
    [InlineData("products?page=0")]
    [InlineData("products?page=x")]
    [InlineData("products?sort=random")]
    [InlineData("products?minRating=9")]
    [InlineData("products?minPrice=1e99")]
    [InlineData("vendors?sort=near")]
    [InlineData("vendors?sort=near&latitude=400&longitude=2")]
    public async Task Refuses_queries_out_of_range(string query)
    {
        var answer = await app.Guest().GetAsync("api/v1/" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"code\":\"request.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_shops_by_distance_and_tells_when_they_open()
    {
        var shop = await ShopFixture.OpenAsync(app);
        await shop.PublishAsync(shop.Request());
        var vendors = new VendorsClient(app.Guest());

        var near = await Eventually.GetAsync(() => vendors.ListAsync("near", new PositionDto(12.9, 80.2)), list => list.Any(v => v.Id == shop.Vendor.Id.Value));
        Assert.Equal(near.Select(v => new Position(12.9, 80.2).MetresTo(new(v.Position.Latitude, v.Position.Longitude))).Order(), near.Select(v => new Position(12.9, 80.2).MetresTo(new(v.Position.Latitude, v.Position.Longitude))));
        var card = near.Single(v => v.Id == shop.Vendor.Id.Value);
        Assert.Equal(card.IsOpen, card.OpenUntil is not null);
        Assert.Equal(!card.IsOpen, card.OpensAt is not null);
        var home = await shop.Catalog.HomeAsync();
        Assert.True(home.VendorCount > 0 && home.Trending.Count > 0 && home.Rails.Count > 0);
    }
}
