using System.Net;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Vendors;

[Collection(nameof(MarketplaceApp))]
public sealed class VendorTests(MarketplaceApp app)
{
    private static readonly RegisterVendorRequest Registration = new(
        "Fern & Folly", "Plants that forgive", "4 Canal Road", "Tarapet", "IN-TN", "600001", new(12.91, 80.24), "+91 98400 22222", "fern@example.org");

    private readonly AdminVendorsClient _admin = new(app.SignedInAs(UserId.New(), "admin"));

    [Fact]
    public async Task Opens_a_shop_that_waits_for_approval_and_then_is_seen()
    {
        var owner = UserId.New();
        var shop = await new VendorsClient(app.SignedInAs(owner)).RegisterAsync(Registration);
        Assert.Equal((VendorStates.Pending, 10m), (shop.State, shop.CommissionPercent));
        Assert.StartsWith("fern-folly", shop.Slug, StringComparison.Ordinal);
        Assert.Contains(await app.RaisedAsync<VendorRegistered>(), e => e.VendorId.Value == shop.Id && e.OwnerId == owner);

        var me = await new MeClient(app.SignedInAs(owner)).GetAsync();
        Assert.Equal((shop.Id, "OWNER", VendorStates.Pending), (me.Shops[0].VendorId, me.Shops[0].Role, me.Shops[0].State));
        Assert.Equal((null, false), (me.RiderId, me.IsAdmin));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Guest().GetAsync($"api/v1/vendors/{shop.Slug}")).StatusCode);
        Assert.Contains((await _admin.ListAsync(state: VendorStates.Pending, size: 100)).Items, v => v.Id == shop.Id && v.OwnerEmail == "fern@example.org");

        await _admin.ApproveAsync(shop.Id);
        Assert.Equal("vendor.already_approved", (await Refusal(() => _admin.ApproveAsync(shop.Id))).Code);
        var seen = await Eventually.GetAsync(() => new VendorsClient(app.Guest()).ListAsync("name"), list => list.Any(v => v.Id == shop.Id));
        Assert.Contains(seen, v => v.Slug == shop.Slug);
        Assert.Equal("Plants that forgive", (await new VendorsClient(app.Guest()).GetAsync(shop.Id.ToString())).Card.Tagline);
    }

    [Fact]
    public async Task Lets_a_waiting_shop_prepare_its_products_unseen()
    {
        var owner = UserId.New();
        await new VendorsClient(app.SignedInAs(owner)).RegisterAsync(Registration);
        var fixture = await ShopFixture.OpenAsync(app);
        var products = new VendorProductsClient(app.SignedInAs(owner));

        var product = await products.CreateAsync(fixture.Request() with { CategoryId = fixture.Category.Id.Value });
        await products.PublishAsync(product.Id);

        Assert.Equal(HttpStatusCode.NotFound, (await app.Guest().GetAsync($"api/v1/products/{product.Id}")).StatusCode);
        Assert.Empty((await fixture.Catalog.ProductsAsync(new(Category: fixture.Category.Slug))).Products.Items);
    }

    [Fact]
    public async Task Saves_the_profile_whole_and_refuses_a_stale_one()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var client = new VendorProfileClient(app.SignedInAs(shop.Owner));
        var profile = await client.GetAsync();
        var change = Change(profile) with
        {
            Name = "Lotus & Son", Story = "Since 1962.", FreeDeliveryFrom = 499, Hours = [new(5, new(18, 0), new(2, 0)), new(1, new(9, 0), new(12, 0))],
        };

        var saved = await client.SaveAsync(profile.Revision, change);
        Assert.Equal(("Lotus & Son", "Since 1962.", 499m, 1), (saved.Name, saved.Story, saved.FreeDeliveryFrom!.Amount, saved.Hours[0].Day));
        Assert.Equal("request.precondition_failed", (await Refusal(() => client.SaveAsync(profile.Revision, change))).Code);
        Assert.Equal("logoId", (await Refusal(() => client.SaveAsync(saved.Revision, Change(saved) with { LogoId = Guid.CreateVersion7() }))).Field);
        Assert.Equal("hours", (await Refusal(() => client.SaveAsync(saved.Revision, Change(saved) with { Hours = [new(1, new(9, 0), new(12, 0)), new(1, new(11, 0), new(12, 0))] }))).Field);
        await Eventually.TrueAsync(async () => (await new VendorsClient(app.Guest()).GetAsync(shop.Vendor.Slug)).Card.Name == "Lotus & Son", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Pauses_at_once()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var client = new VendorProfileClient(app.SignedInAs(shop.Owner));
        await client.SaveAsync(null, Change(await client.GetAsync()) with { Hours = [.. Enumerable.Range(0, 7).Select(day => new OpeningHoursDto(day, new(0, 0), new(0, 0)))] });
        await Eventually.TrueAsync(async () => (await new VendorsClient(app.Guest()).GetAsync(shop.Vendor.Slug)).Card.IsOpen);

        Assert.False((await client.SetTakingOrdersAsync(new(false, 45))).IsTakingOrders);
        await Eventually.TrueAsync(async () => !(await new VendorsClient(app.Guest()).GetAsync(shop.Vendor.Slug)).Card.IsOpen, TimeSpan.FromSeconds(5));
        Assert.Equal("preparationMinutes", (await Refusal(() => client.SetTakingOrdersAsync(new(true, 0)))).Field);
    }

    [Fact]
    public async Task Suspends_with_a_reason_that_the_shop_can_read()
    {
        var shop = await ShopFixture.OpenAsync(app);
        Assert.Equal(HttpStatusCode.BadRequest, (await Refusal(() => _admin.SuspendAsync(shop.Vendor.Id.Value, " "))).Status);
        await _admin.SuspendAsync(shop.Vendor.Id.Value, "Food licence has run out");

        var profile = await new VendorProfileClient(app.SignedInAs(shop.Owner)).GetAsync();
        Assert.Equal((VendorStates.Suspended, "Food licence has run out"), (profile.State, profile.StateReason));
        Assert.Equal("vendor.not_found", (await Refusal(() => _admin.ApproveAsync(Guid.CreateVersion7()))).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => new AdminVendorsClient(app.SignedInAs(shop.Owner)).ApproveAsync(shop.Vendor.Id.Value))).Status);
    }

    [Fact]
    public async Task Keeps_the_category_tree_a_tree()
    {
        var admin = new AdminProductsClient(app.SignedInAs(UserId.New(), "admin"));
        var root = await admin.AddCategoryAsync(new("Tools", null, 2, true));
        var child = await admin.AddCategoryAsync(new("Saws", root.Id, 2, true));

        Assert.Equal("category.loop", (await Refusal(() => admin.SaveCategoryAsync(root.Id, null, new("Tools", child.Id, 2, true)))).Code);
        Assert.Equal("category.loop", (await Refusal(() => admin.SaveCategoryAsync(root.Id, null, new("Tools", root.Id, 2, true)))).Code);
        var deep = await admin.AddCategoryAsync(new("Hand saws", child.Id, 2, true));
        var deepest = await admin.AddCategoryAsync(new("Fine saws", deep.Id, 2, true));
        Assert.Equal("category.too_deep", (await Refusal(() => admin.AddCategoryAsync(new("Finest", deepest.Id, 2, true)))).Code);
        Assert.Equal("hue", (await Refusal(() => admin.SaveCategoryAsync(root.Id, null, new("Tools", null, 99, true)))).Field);
        Assert.Equal("Workshop", (await admin.SaveCategoryAsync(root.Id, null, new("Workshop", null, 2, true))).Name);
        await Eventually.TrueAsync(async () => (await new CatalogClient(app.Guest()).CategoriesAsync()).Any(c => c.Name == "Workshop" && c.Children.Any(x => x.Name == "Saws")));
    }

    [Fact]
    public async Task Shows_operations_the_categories_that_shoppers_do_not_see()
    {
        var admin = new AdminProductsClient(app.SignedInAs(UserId.New(), "admin"));
        var (on, off) = (await admin.AddCategoryAsync(new($"On {Guid.CreateVersion7():N}", null, 3, true)), await admin.AddCategoryAsync(new($"Off {Guid.CreateVersion7():N}", null, 4, false)));

        var all = await admin.CategoriesAsync();

        Assert.Equal((true, false, false), (all.Single(c => c.Id == on.Id).IsActive, all.Single(c => c.Id == off.Id).IsActive, off.IsActive));
        var seen = await Eventually.GetAsync(() => new CatalogClient(app.Guest()).CategoriesAsync(), c => c.Any(x => x.Id == on.Id));
        Assert.DoesNotContain(seen, c => c.Id == off.Id);
        Assert.All(seen, c => Assert.True(c.IsActive));
        Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => new AdminProductsClient(app.SignedInAs(UserId.New())).CategoriesAsync())).Status);
    }

    private static SaveVendorProfileRequest Change(VendorProfile p) => new(
        p.Name, p.Tagline, p.Story, p.Hue, p.Logo?.Id, p.Banner?.Id, p.Street, p.City, p.Region, p.PostalCode, p.Position, p.Phone, p.Email, p.Hours, p.PreparationMinutes,
        p.OffersPickup, p.OffersDelivery, p.DeliveryRadiusKm, p.FreeDeliveryFrom?.Amount);

    private static async Task<ApiException> Refusal(Func<Task> attempt) => await Assert.ThrowsAsync<ApiException>(attempt);
}
