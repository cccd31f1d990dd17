using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Carts;

/// <summary>A shop may delete what lies in carts. Whoever has it there is told once, by name.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class GoneFromCartTests(MarketplaceApp app)
{
    [Fact]
    public async Task Names_what_its_shop_deleted_until_the_shopper_accepts_that()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (stays, goes) = (await shop.PublishAsync(shop.Request("Clay bowl")), await shop.PublishAsync(shop.Request("Brass lamp")));
        var cart = new CartClient(app.SignedInAs(UserId.New()));
        await cart.AddAsync(new(stays.Variants[0].Id, 1));
        Assert.Empty((await cart.AddAsync(new(goes.Variants[0].Id, 2))).Gone);

        await shop.Products.DeleteAsync(goes.Id);

        foreach (var seen in (CartDto[])[await cart.GetAsync(), await cart.GetAsync()])
        {
            Assert.Equal("Brass lamp", Assert.Single(seen.Gone).Name);
            Assert.Equal("Clay bowl", Assert.Single(Assert.Single(seen.Groups).Lines).Name);
        }

        Assert.Empty((await cart.AcceptPricesAsync()).Gone);
        Assert.Equal(1, (await cart.GetAsync()).Groups.Sum(g => g.Lines.Count));
    }

    [Fact]
    public async Task Says_which_size_it_was_and_keeps_saying_it_when_the_guest_signs_in()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var bowl = await shop.PublishAsync(shop.Request("Bowl", sizes: ["S", "L"]));
        var guest = await new CartClient(app.Guest()).AddAsync(new(bowl.Variants.Single(v => v.Options["Size"] == "L").Id, 1));
        var request = ShopFixture.ToRequest(await shop.Products.GetAsync(bowl.Id));

        await shop.Products.UpdateAsync(bowl.Id, null, request with { Options = [new OptionTypeDto("Size", ["S"])], Variants = [.. request.Variants.Where(v => v.Options["Size"] == "S")] });
        var merged = await new CartClient(app.SignedInAs(UserId.New())).MergeAsync(guest.Token!);

        Assert.Equal("Bowl, L", Assert.Single(merged.Gone).Name);
        Assert.Empty(merged.Groups);
    }

    [Fact]
    public async Task Emptying_the_cart_leaves_what_was_saved_and_nothing_else()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var (saved, other, gone) = (await shop.PublishAsync(shop.Request("Clay bowl")), await shop.PublishAsync(shop.Request("Brass lamp")), await shop.PublishAsync(shop.Request("Tin box")));
        var cart = new CartClient(app.SignedInAs(UserId.New()));
        foreach (var product in (VendorProductDetails[])[saved, other, gone])
        {
            await cart.AddAsync(new(product.Variants[0].Id, 1));
        }

        await cart.SaveForLaterAsync(saved.Variants[0].Id);
        await shop.Products.DeleteAsync(gone.Id);

        var empty = await cart.ClearAsync();

        Assert.Equal((0, 0, 0), (empty.ItemCount, empty.Groups.Count, empty.Gone.Count));
        Assert.Equal("Clay bowl", Assert.Single(empty.SavedForLater).Name);
    }
}
