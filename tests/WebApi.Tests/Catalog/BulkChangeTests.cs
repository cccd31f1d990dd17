using System.Net;
using Marketplace.Application.Inventory;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Catalog;

/// <summary>One change to many products: each whole or not at all.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class BulkChangeTests(MarketplaceApp app)
{
    [Fact]
    public async Task Sets_the_stock_of_every_variant_and_keeps_the_history()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (lamp, shirt) = (await shop.PublishAsync(shop.Request("Lamp", onHand: 3)), await shop.PublishAsync(shop.Request("Shirt", onHand: 5, sizes: ["S", "L"])));

        Assert.Equal(2, (await shop.Products.BulkAsync(new([lamp.Id, shirt.Id], "set-stock", null, Units: 8))).Changed);
        Assert.Equal(2, (await shop.Products.BulkAsync(new([lamp.Id, shirt.Id], "add-stock", null, Units: -2))).Changed);

        foreach (var product in (Guid[])[lamp.Id, shirt.Id])
        {
            Assert.All((await shop.Products.GetAsync(product)).Variants, v => Assert.Equal(6, v.OnHand));
        }

        Assert.Equal([(-2, 6, "COUNTED"), (5, 8, "COUNTED"), (3, 3, "OPENING")], (await shop.Products.MovementsAsync(lamp.Variants[0].Id)).Items.Select(m => (m.Change, m.OnHandAfter, m.Reason)));
        Assert.Equal(4, (await app.RaisedAsync<StockChanged>()).Count(e => shirt.Variants.Any(v => v.Id == e.VariantId.Value) && e.Available is (8 or 6)));
    }

    [Fact]
    public async Task What_is_promised_to_orders_keeps_its_product_out_whole_and_no_other()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (lamp, shirt) = (await shop.PublishAsync(shop.Request("Lamp", onHand: 5)), await shop.PublishAsync(shop.Request("Shirt", onHand: 5, sizes: ["S", "L"])));
        await ReserveAsync(shirt.Variants[1].Id, 4);

        var result = await shop.Products.BulkAsync(new([shirt.Id, lamp.Id], "set-stock", null, Units: 1));

        Assert.Equal((1, shirt.Id, "stock.below_reserved"), (result.Changed, Assert.Single(result.Refused).ProductId, result.Refused[0].Code));
        Assert.Equal([5, 5], (await shop.Products.GetAsync(shirt.Id)).Variants.Select(v => v.OnHand));
        Assert.Equal(1, (await shop.Products.GetAsync(lamp.Id)).Variants[0].OnHand);
        Assert.DoesNotContain(await app.RaisedAsync<StockChanged>(), e => e.VariantId.Value == shirt.Variants[0].Id);
        Assert.Equal("stock.too_many", (await shop.Products.BulkAsync(new([lamp.Id], "add-stock", null, Units: 1_000_000))).Refused[0].Code);
        Assert.Equal("stock.not_so_many", (await shop.Products.BulkAsync(new([lamp.Id], "add-stock", null, Units: -2))).Refused[0].Code);
    }

    [Fact]
    public async Task Puts_products_into_a_category_and_changes_their_tags()
    {
        var (shop, other) = (await ShopFixture.OpenAsync(app), await ShopFixture.OpenAsync(app));
        var (a, b) = (await shop.Products.CreateAsync(shop.Request("A")), await shop.Products.CreateAsync(shop.Request("B") with { Tags = ["old"] }));

        await shop.Products.BulkAsync(new([a.Id, b.Id], "category", null, CategoryId: other.Category.Id.Value));
        await shop.Products.BulkAsync(new([a.Id, b.Id], "tags", null, AddTags: ["Diwali"], RemoveTags: ["OLD"]));

        var (seenA, seenB) = (await shop.Products.GetAsync(a.Id), await shop.Products.GetAsync(b.Id));
        Assert.All([seenA, seenB], p => Assert.Equal(other.Category.Id.Value, p.CategoryId));
        Assert.Equal(["gift", "Diwali"], seenA.Tags);
        Assert.Equal(["Diwali"], seenB.Tags);
        var unknown = await Refusal(() => shop.Products.BulkAsync(new([a.Id], "category", null, CategoryId: Guid.CreateVersion7())));
        Assert.Equal(("product.category_unknown", "categoryId"), (unknown.Code, unknown.Field));
    }

    [Fact]
    public async Task Changes_nothing_of_another_shop()
    {
        var (mine, other) = (await ShopFixture.OpenAsync(app), await ShopFixture.OpenAsync(app));
        var theirs = await other.PublishAsync(other.Request("Lamp", onHand: 5));

        foreach (var request in (BulkChangeRequest[])
                 [
                     new([theirs.Id], "set-stock", null, Units: 0), new([theirs.Id], "add-stock", null, Units: 1), new([theirs.Id], "category", null, CategoryId: mine.Category.Id.Value),
                     new([theirs.Id], "tags", null, AddTags: ["mine"]),
                 ])
        {
            var result = await mine.Products.BulkAsync(request);
            Assert.Equal((0, "product.not_found"), (result.Changed, Assert.Single(result.Refused).Code));
        }

        var seen = await other.Products.GetAsync(theirs.Id);
        Assert.Equal((5, other.Category.Id.Value), (seen.Variants[0].OnHand, seen.CategoryId!.Value));
        Assert.Equal(["gift"], seen.Tags);
    }

    [Theory]
    [InlineData("set-stock", null)]
    [InlineData("set-stock", -1)]
    [InlineData("add-stock", 0)]
    [InlineData("add-stock", 2_000_000)]
    [InlineData("category", null)]
    [InlineData("tags", null)]
    [InlineData("explode", null)]
    public async Task Refuses_what_cannot_be_meant(string action, int? units)
    {
        var shop = await ShopFixture.OpenAsync(app);
        Assert.Equal(HttpStatusCode.BadRequest, (await Refusal(() => shop.Products.BulkAsync(new([Guid.CreateVersion7()], action, null, units)))).Status);
    }

    private async Task ReserveAsync(Guid variant, int units)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var held = await scope.ServiceProvider.GetRequiredService<IStock>().ReserveAsync(
            OrderId.New(), [new(new(variant), VendorOrderId.New(), units)], null, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.True(held.IsSuccess);
    }

    private static Task<ApiException> Refusal(Func<Task> attempt) => Assert.ThrowsAsync<ApiException>(attempt);
}
