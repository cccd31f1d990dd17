using System.Net;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Notifications;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Catalog;

/// <summary>The marketplace changes and removes what shops sell, and says why.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class AdminProductTests(MarketplaceApp app)
{
    private readonly UserId _person = UserId.New();

    private AdminProductsClient Admin => new(app.SignedInAs(_person, "catalogue"));

    [Fact]
    public async Task Edits_a_product_as_its_shop_would_and_tells_the_shop_why()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request("Brass lamp", price: 100, onHand: 3));
        var read = await Admin.GetAsync(product.Id);
        Assert.Equal((shop.Vendor.Slug, "Brass lamp"), (read.Vendor.Slug, read.Product.Name));

        var edited = await Admin.UpdateAsync(product.Id, read.Revision, "It is made of tin.", ShopFixture.ToRequest(read.Product) with { Name = "Tin lamp" });

        Assert.Equal(("Tin lamp", 3, read.Product.Variants[0].Id), (edited.Product.Name, edited.Product.Variants[0].OnHand, edited.Product.Variants[0].Id));
        Assert.Equal("Tin lamp", (await shop.Products.GetAsync(product.Id)).Name);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Refusal(() => Admin.UpdateAsync(product.Id, read.Revision, "Again", ShopFixture.ToRequest(edited.Product)))).Status);
        var notice = Assert.Single(await app.NoticesAsync(shop.Owner, "product_state"));
        Assert.Equal(("We have changed Tin lamp", $"/vendor/products/{product.Id}"), (notice.Title, notice.Link));
        Assert.Contains("It is made of tin.", notice.Message, StringComparison.Ordinal);
        await using var db = app.OpenDb();
        var note = await db.Set<AuditEntry>().SingleAsync(e => e.SubjectId == product.Id.ToString() && e.Action == "product.corrected");
        Assert.Equal((_person, "It is made of tin.", "Brass lamp", "Tin lamp"), (note.ActorId!.Value, note.Reason, note.Before, note.After));
    }

    [Fact]
    public async Task Removes_a_product_and_tells_the_shop_why()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request("Ivory box"));

        await Admin.DeleteAsync(product.Id, "Ivory may not be sold.");

        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => shop.Products.GetAsync(product.Id))).Status);
        var notice = Assert.Single(await app.NoticesAsync(shop.Owner, "product_state"));
        Assert.Equal(("We have removed Ivory box", "/vendor/products"), (notice.Title, notice.Link));
        Assert.Contains("Ivory may not be sold.", notice.Message, StringComparison.Ordinal);
        await using var db = app.OpenDb();
        Assert.Equal("Ivory may not be sold.", (await db.Set<AuditEntry>().SingleAsync(e => e.SubjectId == product.Id.ToString() && e.Action == "product.removed")).Reason);
    }

    [Fact]
    public async Task The_shop_reads_why_a_product_is_hidden_and_that_it_is_shown_again()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request("Lamp"));

        await Admin.HideAsync(product.Id, "The picture shows something else");
        await Admin.ShowAsync(product.Id);

        var notices = await app.NoticesAsync(shop.Owner, "product_state", 2);
        Assert.Equal(["Lamp is shown again", "We have hidden Lamp"], notices.Select(n => n.Title).Order());
        Assert.Contains(notices, n => n.Message.Contains("The picture shows something else", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_nothing_without_a_reason_or_without_the_right()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var product = await shop.PublishAsync(shop.Request("Lamp"));
        var changed = ShopFixture.ToRequest(product) with { Name = "Other" };

        foreach (var attempt in (Func<Task>[])[() => Admin.UpdateAsync(product.Id, null, " ", changed), () => Admin.DeleteAsync(product.Id, "")])
        {
            var refused = await Refusal(attempt);
            Assert.Equal((HttpStatusCode.BadRequest, "reason"), (refused.Status, refused.Field));
        }

        foreach (var client in (AdminProductsClient[])[new(app.SignedInAs(shop.Owner)), new(app.SignedInAs(UserId.New(), "support"))])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => client.UpdateAsync(product.Id, null, "Because", changed))).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await Refusal(() => client.DeleteAsync(product.Id, "Because"))).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => Admin.GetAsync(Guid.CreateVersion7()))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Refusal(() => Admin.DeleteAsync(Guid.CreateVersion7(), "Because"))).Status);
        Assert.Equal("Lamp", (await shop.Products.GetAsync(product.Id)).Name);
    }

    private static Task<ApiException> Refusal(Func<Task> attempt) => Assert.ThrowsAsync<ApiException>(attempt);
}
