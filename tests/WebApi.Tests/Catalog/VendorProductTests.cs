using System.Net;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Catalog;

[Collection(nameof(MarketplaceApp))]
public sealed class VendorProductTests(MarketplaceApp app)
{
    [Fact]
    public async Task Creates_a_draft_with_its_stock_and_puts_it_on_sale()
    {
        var shop = await ShopFixture.OpenAsync(app);

        var product = await shop.Products.CreateAsync(shop.Request("Café lamp", sizes: ["S", "L"]) with { Brand = "Tarapet Brass" });

        Assert.Equal((ProductStates.Draft, "Tarapet Brass", 2), (product.State, product.Brand, product.Variants.Count));
        Assert.StartsWith("cafe-lamp", product.Slug, StringComparison.Ordinal);
        Assert.All(product.Variants, v => Assert.Equal((5, 0, 2), (v.OnHand, v.Reserved, v.LowStockAt)));
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => shop.Catalog.ProductAsync(product.Slug))).Status);

        await shop.Products.PublishAsync(product.Id);
        var shown = await Eventually.GetAsync(() => shop.Catalog.ProductsAsync(new(Vendor: shop.Vendor.Slug)), list => list.Products.Total == 1);
        Assert.Equal("Café lamp", shown.Products.Items[0].Name);
        Assert.Equal("product.already_published", (await Refusal(() => shop.Products.PublishAsync(product.Id))).Code);
        Assert.Contains(await app.RaisedAsync<ProductCreated>(), e => e.ProductId.Value == product.Id);
    }

    [Fact]
    public async Task Edits_whole_and_refuses_a_stale_edit()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request(sizes: ["S", "M"]));
        var read = await shop.Products.GetAsync(product.Id);
        var swapped = ShopFixture.ToRequest(read) with
        {
            Name = "Copper lamp",
            Options = [new("Size", ["S", "M", "L"])],
            Variants =
            [
                .. ShopFixture.ToRequest(read).Variants.Select((v, i) => v with { Sku = read.Variants[1 - i].Sku, LowStockAt = 4 }),
                new(null, "NEW-L", new Dictionary<string, string> { ["Size"] = "L" }, 900, 1000, 10, 7, 1, null),
            ],
        };

        var edited = await shop.Products.UpdateAsync(product.Id, read.Revision, swapped);

        Assert.Equal("Copper lamp", edited.Name);
        Assert.Equal(read.Variants.Select(v => v.Sku).Reverse().Append("NEW-L"), edited.Variants.Select(v => v.Sku));
        Assert.Equal([(5, 4), (5, 4), (7, 1)], edited.Variants.Select(v => (v.OnHand, v.LowStockAt)));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "request.precondition_failed"), Facts(await Refusal(() => shop.Products.UpdateAsync(product.Id, read.Revision, swapped))));
    }

    [Fact]
    public async Task Hides_the_products_of_another_shop()
    {
        var (mine, other) = (await ShopFixture.OpenAsync(app), await ShopFixture.OpenAsync(app));
        var product = await other.Products.CreateAsync(other.Request());
        var variant = product.Variants[0].Id;
        var unknown = await Refusal(() => mine.Products.GetAsync(Guid.CreateVersion7()));

        foreach (var attempt in (Func<Task>[])
                 [
                     () => mine.Products.GetAsync(product.Id), () => mine.Products.UpdateAsync(product.Id, product.Revision + 1, ShopFixture.ToRequest(product)),
                     () => mine.Products.DeleteAsync(product.Id), () => mine.Products.PublishAsync(product.Id), () => mine.Products.UnpublishAsync(product.Id),
                 ])
        {
            var refused = await Refusal(attempt);
            Assert.Equal((unknown.Status, unknown.Code, unknown.Message), (refused.Status, refused.Code, refused.Message));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => mine.Products.SetPriceAsync(variant, new(1, null)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => mine.Products.SetStockAsync(variant, new(1, null, null)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => mine.Products.MovementsAsync(variant))).Status);
        var bulk = await mine.Products.BulkAsync(new([product.Id], "delete", null));
        Assert.Equal((0, "product.not_found"), (bulk.Changed, bulk.Refused[0].Code));
        Assert.NotNull(await other.Products.GetAsync(product.Id));
    }

    [Fact]
    public async Task Answers_only_members_of_a_shop()
    {
        var shop = await ShopFixture.OpenAsync(app);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Refusal(() => new VendorProductsClient(app.Guest()).ListAsync())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => new VendorProductsClient(app.SignedInAs(Domain.Identity.UserId.New())).ListAsync())).Status);
        var asOther = app.SignedInAs(shop.Owner);
        asOther.DefaultRequestHeaders.Add(ApiHttp.Vendor, (await ShopFixture.OpenAsync(app)).Vendor.Id.Value.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => new VendorProductsClient(asOther).ListAsync())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => new AdminProductsClient(app.SignedInAs(shop.Owner)).ListAsync())).Status);
    }

    [Fact]
    public async Task Sets_stock_and_price_where_they_stand()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request(price: 100, onHand: 3));
        var variant = product.Variants[0].Id;

        var stocked = await shop.Products.SetStockAsync(variant, new(9, 3, "Counted"));
        Assert.Equal(9, stocked.OnHand);
        Assert.Equal("stock.changed", (await Refusal(() => shop.Products.SetStockAsync(variant, new(1, 3, null)))).Code);
        Assert.Equal([(6, 9, "Counted"), (3, 3, "OPENING")], (await shop.Products.MovementsAsync(variant)).Items.Select(m => (m.Change, m.OnHandAfter, m.Reason)));

        var priced = await shop.Products.SetPriceAsync(variant, new(80, 100));
        Assert.Equal((80m, 100m), (priced.Price.Amount, priced.CompareAt!.Amount));
        var refused = await Refusal(() => shop.Products.SetPriceAsync(variant, new(80, 70)));
        Assert.Equal(("product.invalid", "compareAt"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task Changes_many_at_once_and_says_what_could_not_be()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var a = await shop.Products.CreateAsync(shop.Request("A", price: 101));
        var b = await shop.Products.CreateAsync(shop.Request("B", price: 333) with { CategoryId = null });

        var published = await shop.Products.BulkAsync(new([a.Id, b.Id], "publish", null));
        Assert.Equal((1, "product.category_missing"), (published.Changed, Assert.Single(published.Refused).Code));
        await shop.Products.BulkAsync(new([a.Id, b.Id], "price", -10));
        var list = await shop.Products.ListAsync(sort: "name");
        Assert.Equal([91m, 300m], list.Items.Select(p => p.Price.Amount));
        Assert.Equal(["A"], (await shop.Products.ListAsync(state: "PUBLISHED")).Items.Select(p => p.Name));
        Assert.Equal(["B"], (await shop.Products.ListAsync(search: b.Variants[0].Sku)).Items.Select(p => p.Name));
        Assert.Empty((await shop.Products.ListAsync(stock: "low")).Items);
        await shop.Products.BulkAsync(new([a.Id, b.Id], "delete", null));
        Assert.Equal(0, (await shop.Products.ListAsync()).Total);
    }

    [Theory]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"name":null,"description":null,"taxClass":null,"images":null,"options":null,"variants":null,"attributes":null,"tags":null}""")]
    [InlineData("""{"name":"x","description":"","taxClass":"STANDARD","isActive":true,"images":[null],"options":[null],"variants":[null],"attributes":[null],"tags":[null]}""")]
    [InlineData("""{"name":"x\u0000","description":"","taxClass":"STANDARD","isActive":true,"images":[],"options":[],"variants":[{"sku":"a","options":{},"price":1,"weightInGrams":0,"onHand":0,"lowStockAt":0}],"attributes":[],"tags":[]}""")]
    [InlineData("""{"name":"x","description":"","taxClass":"STANDARD","isActive":true,"images":[],"options":[],"variants":[{"sku":"a","options":{"A":null},"price":1e30,"weightInGrams":0,"onHand":0,"lowStockAt":0}],"attributes":[],"tags":[]}""")]
    [InlineData("""{"name":"x","description":"","taxClass":"NOPE","isActive":true,"images":[],"options":[],"variants":[{"sku":"a","options":{},"price":1,"weightInGrams":0,"onHand":0,"lowStockAt":0}],"attributes":[],"tags":[]}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    public async Task Refuses_nonsense_with_a_code(string body)
    {
        var shop = await ShopFixture.OpenAsync(app);

        var answer = await app.SignedInAs(shop.Owner).PostAsync("api/v1/vendor/products", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"code\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_a_product_that_the_marketplace_hid_out_of_sight()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request());
        var admin = new AdminProductsClient(app.SignedInAs(Domain.Identity.UserId.New(), "admin"));

        await admin.HideAsync(product.Id, "Counterfeit");
        Assert.True((await admin.ListAsync(vendorId: shop.Vendor.Id.Value, state: "HIDDEN")).Items[0].IsHidden);
        await Eventually.TrueAsync(async () => (await shop.Catalog.ProductsAsync(new(Vendor: shop.Vendor.Slug))).Products.Total == 0);
        await admin.ShowAsync(product.Id);
        await Eventually.TrueAsync(async () => (await shop.Catalog.ProductsAsync(new(Vendor: shop.Vendor.Slug))).Products.Total == 1);
    }

    private static async Task<ApiException> Refusal(Func<Task> attempt) => await Assert.ThrowsAsync<ApiException>(attempt);

    private static (HttpStatusCode, string?) Facts(ApiException refused) => (refused.Status, refused.Code);
}
