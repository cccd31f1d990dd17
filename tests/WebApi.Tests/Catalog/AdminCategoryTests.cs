using System.Net;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Media;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Catalog;

/// <summary>The aisles: their order, their pictures, and how one goes.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class AdminCategoryTests(MarketplaceApp app)
{
    private readonly AdminProductsClient _admin = new(app.SignedInAs(UserId.New(), "admin"));

    [Fact]
    public async Task Shoppers_see_siblings_in_the_order_they_were_put_into()
    {
        var parent = await SaveAsync("Street");
        var (a, b, c) = (await SaveAsync("A", parent.Id), await SaveAsync("B", parent.Id), await SaveAsync("C", parent.Id));

        await _admin.PlaceCategoryAsync(c.Id, 0);
        await _admin.PlaceCategoryAsync(a.Id, 99);
        await _admin.PlaceCategoryAsync(a.Id, 99); // twice is once

        Assert.Equal([c.Id, b.Id, a.Id], (await NodeAsync(parent.Id)).Children.Select(n => n.Id));
        await Eventually.TrueAsync(async () => (await new CatalogClient(app.Guest()).CategoriesAsync()).First(n => n.Id == parent.Id).Children.Select(n => n.Name).SequenceEqual(["C", "B", "A"]));
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => _admin.PlaceCategoryAsync(Guid.CreateVersion7(), 0))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Refusal(() => _admin.PlaceCategoryAsync(a.Id, -1))).Status);
        await using var db = app.OpenDb();
        Assert.Equal(2, await db.Set<Domain.Audit.AuditEntry>().CountAsync(e => e.Action == "category.placed" && (e.SubjectId == a.Id.ToString() || e.SubjectId == c.Id.ToString())));
    }

    [Fact]
    public async Task Has_a_picture_that_was_uploaded_and_no_other()
    {
        var picture = await new MediaClient(app.SignedInAs(UserId.New(), "admin")).UploadForMarketplaceAsync(new MemoryStream(Convert.FromBase64String(Pixel)), "dot.png", "Pots");

        var saved = await _admin.AddCategoryAsync(new("Pots", null, 3, true, picture.Id));

        Assert.Equal(picture.Id, saved.Image!.Id);
        Assert.Equal(picture.Id, (await NodeAsync(saved.Id)).Image!.Id);
        var refused = await Refusal(() => _admin.SaveCategoryAsync(saved.Id, null, new("Pots", null, 3, true, Guid.CreateVersion7())));
        Assert.Equal(("media.unknown", "imageId"), (refused.Code, refused.Field));
        Assert.Null((await _admin.SaveCategoryAsync(saved.Id, null, new("Pots", null, 3, true))).Image);
    }

    [Fact]
    public async Task Goes_when_nothing_stands_in_it_or_below()
    {
        var (parent, shop) = (await SaveAsync("Parent"), await ShopFixture.OpenAsync(app));
        var child = await SaveAsync("Child", parent.Id);
        await shop.Products.CreateAsync(shop.Request() with { CategoryId = child.Id });

        Assert.Equal("category.has_children", (await Refusal(() => _admin.RemoveCategoryAsync(parent.Id))).Code);
        var full = await Refusal(() => _admin.RemoveCategoryAsync(child.Id));
        Assert.Equal((HttpStatusCode.Conflict, "category.has_products", "productsTo"), (full.Status, full.Code, full.Field));
        Assert.Equal("productsTo", (await Refusal(() => _admin.RemoveCategoryAsync(child.Id, child.Id))).Field);
        Assert.Equal("productsTo", (await Refusal(() => _admin.RemoveCategoryAsync(child.Id, Guid.CreateVersion7()))).Field);
        Assert.NotNull(await NodeAsync(child.Id));

        await _admin.RemoveCategoryAsync(child.Id, parent.Id);
        Assert.Empty((await NodeAsync(parent.Id)).Children);
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => _admin.RemoveCategoryAsync(child.Id))).Status);
    }

    [Fact]
    public async Task Its_products_move_with_the_removal_and_stay_on_sale()
    {
        var (from, to, shop) = (await SaveAsync("From"), await SaveAsync("To"), await ShopFixture.OpenAsync(app));
        var product = await shop.PublishAsync(shop.Request("Clay bowl", sizes: ["S", "L"]) with { CategoryId = from.Id });
        var read = await shop.Products.GetAsync(product.Id);

        await _admin.RemoveCategoryAsync(from.Id, to.Id);

        var moved = await shop.Products.GetAsync(product.Id);
        Assert.Equal((to.Id, ProductStates.Published, 2), (moved.CategoryId!.Value, moved.State, moved.Variants.Count));
        Assert.True(moved.Revision > read.Revision); // who edits it meanwhile is told
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Refusal(() => shop.Products.UpdateAsync(product.Id, read.Revision, ShopFixture.ToRequest(read)))).Status);
        await Eventually.TrueAsync(async () => (await shop.Catalog.ProductsAsync(new(Category: to.Slug))).Products.Items.Any(p => p.Id == product.Id));
        await using var db = app.OpenDb();
        var note = await db.Set<Domain.Audit.AuditEntry>().SingleAsync(e => e.Action == "category.removed" && e.SubjectId == from.Id.ToString());
        Assert.Equal((from.Name, $"1 product moved to {to.Name}"), (note.Before, note.After));
    }

    [Fact]
    public async Task A_product_that_comes_into_it_meanwhile_stops_the_removal()
    {
        var (category, shop) = (await SaveAsync("Racy"), await ShopFixture.OpenAsync(app));
        await using var db = app.OpenDb();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var content = new ProductContent(
            "Late", "", new CategoryId(category.Id), null, "STANDARD", null, true, [], [], [new(null, $"LATE-{category.Id:N}"[..20], new Dictionary<string, string>(), new(10, "INR"), null, 0, null)], [], []);
        db.Add(Product.Create(shop.Vendor.Id, $"late-{category.Id:N}", content, DateTimeOffset.UnixEpoch).Value!);
        await db.SaveChangesAsync();

        var removal = Refusal(() => _admin.RemoveCategoryAsync(category.Id)); // has seen none, and waits for the product's hold on the category
        await Eventually.TrueAsync(async () => await WaitersAsync() > 0);
        await transaction.CommitAsync();

        Assert.Equal((HttpStatusCode.Conflict, "request.stale"), ((await removal).Status, (await removal).Code));
        Assert.NotNull(await NodeAsync(category.Id));
    }

    [Fact]
    public async Task A_category_that_comes_into_it_meanwhile_stops_the_removal()
    {
        var category = await SaveAsync("Racy");
        await using var db = app.OpenDb();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(Category.Create($"late-{category.Id:N}", "Late", new CategoryId(category.Id), 3, true, 0, DateTimeOffset.UnixEpoch).Value!);
        await db.SaveChangesAsync();

        var removal = Refusal(() => _admin.RemoveCategoryAsync(category.Id));
        await Eventually.TrueAsync(async () => await WaitersAsync() > 0);
        await transaction.CommitAsync();

        Assert.Equal((HttpStatusCode.Conflict, "request.stale"), ((await removal).Status, (await removal).Code));
        Assert.Single((await NodeAsync(category.Id)).Children);
    }

    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private Task<CategoryNode> SaveAsync(string name, Guid? parent = null) => _admin.AddCategoryAsync(new(parent is null ? $"{name} {Guid.CreateVersion7():N}" : name, parent, 3, true));

    private async Task<CategoryNode> NodeAsync(Guid id) => All(await _admin.CategoriesAsync()).Single(n => n.Id == id);

    private static IEnumerable<CategoryNode> All(IEnumerable<CategoryNode> nodes) => nodes.SelectMany(n => All(n.Children).Prepend(n));

    private async Task<int> WaitersAsync()
    {
        await using var db = app.OpenDb();
        return await db.Database.SqlQueryRaw<int>("""select count(*)::int as "Value" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%catalog.categories%'""").SingleAsync();
    }

    private static Task<ApiException> Refusal(Func<Task> attempt) => Assert.ThrowsAsync<ApiException>(attempt);
}
