using System.Net;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Media;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Catalog;

/// <summary>A brand's page, and what the marketplace says there.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class BrandTests(MarketplaceApp app)
{
    private readonly AdminProductsClient _admin = new(app.SignedInAs(UserId.New(), "admin"));
    private readonly string _name = $"Aroha {Guid.CreateVersion7():N}"[..30];

    [Fact]
    public async Task Has_a_logo_and_words_that_its_page_and_its_products_show()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request("Kettle") with { Brand = _name });
        var brand = await FindAsync();
        var before = await Eventually.GetAsync(() => shop.Catalog.ProductAsync(product.Slug), p => p.Brand is not null);
        var logo = await new MediaClient(app.SignedInAs(UserId.New(), "admin")).UploadForMarketplaceAsync(new MemoryStream(Convert.FromBase64String(Pixel)), "dot.png", "Logo");

        var saved = await _admin.SaveBrandAsync(brand.Id, new(_name.ToUpperInvariant(), "Kettles since 1961.", logo.Id));

        Assert.Equal((brand.Slug, _name.ToUpperInvariant(), "Kettles since 1961.", logo.Id, 1), (saved.Slug, saved.Name, saved.Description, saved.Logo!.Id, saved.Products));
        var page = await Eventually.GetAsync(() => shop.Catalog.BrandAsync(before.Brand!.Slug), b => b.Logo is not null);
        Assert.Equal((saved.Name, "Kettles since 1961.", logo.Id), (page.Name, page.Description, page.Logo!.Id));
        Assert.Equal("Kettle", Assert.Single((await shop.Catalog.ProductsAsync(new(Brand: [page.Slug]))).Products.Items).Name);
        await Eventually.TrueAsync(async () => (await shop.Catalog.ProductAsync(product.Slug)).Brand is { Logo: not null } shown && shown.Name == saved.Name);
    }

    [Fact]
    public async Task Is_not_seen_before_something_of_it_is_on_sale()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.Products.CreateAsync(shop.Request("Kettle") with { Brand = _name });
        var brand = await FindAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => shop.Catalog.BrandAsync(brand.Slug))).Status);

        await shop.Products.PublishAsync(product.Id);
        await Eventually.GetAsync(() => shop.Catalog.BrandsAsync(), all => all.Any(b => b.Slug == brand.Slug));
        Assert.Equal("", (await shop.Catalog.BrandAsync(brand.Slug)).Description);
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => shop.Catalog.BrandAsync("no-such-brand"))).Status);
    }

    [Fact]
    public async Task Is_changed_by_who_looks_after_the_catalogue_only()
    {
        var shop = await ShopFixture.OpenAsync(app);
        await shop.Products.CreateAsync(shop.Request("Kettle") with { Brand = _name });
        var brand = await FindAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => new AdminProductsClient(app.SignedInAs(shop.Owner)).SaveBrandAsync(brand.Id, new("Mine", "", null)))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => new AdminProductsClient(app.SignedInAs(UserId.New(), "support")).BrandsAsync())).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => _admin.SaveBrandAsync(Guid.CreateVersion7(), new("Mine", "", null)))).Status);
        Assert.Equal("logoId", (await Refusal(() => _admin.SaveBrandAsync(brand.Id, new(_name, "", Guid.CreateVersion7())))).Field);
        Assert.Equal(HttpStatusCode.BadRequest, (await Refusal(() => _admin.SaveBrandAsync(brand.Id, new(" ", "", null)))).Status);
        Assert.Equal(_name, (await FindAsync()).Name);
    }

    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private async Task<AdminBrandItem> FindAsync() => Assert.Single((await _admin.BrandsAsync(_name)).Items);

    private static Task<ApiException> Refusal(Func<Task> attempt) => Assert.ThrowsAsync<ApiException>(attempt);
}
