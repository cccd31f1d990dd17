using System.IO.Compression;
using System.Text;
using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What one hears of the shops and people whom one follows.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class FeedTests(MarketplaceApp app) : IAsyncLifetime
{
    private readonly UserId _reader = UserId.New(), _asha = UserId.New();
    private readonly string _name = $"f{Guid.CreateVersion7():N}"[..28], _readersName = $"r{Guid.CreateVersion7():N}"[..28];
    private ShopFixture _shop = null!;

    public async Task InitializeAsync()
    {
        await SaveAsync(_reader, _readersName);
        await SaveAsync(_asha, _name);
        await Following(_reader).FollowPersonAsync(_name);
        _shop = await ShopFixture.OpenAsync(app);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Tells_which_shop_a_person_follows_who_lets_it_be_known()
    {
        await FollowAsync();
        Assert.Empty((await FeedAsync()).Items); // nothing before they said so

        await Sharing(_asha).ShareAsync(new(false, true));
        await FollowAsync();
        await Following(_asha).LeaveShopAsync(_shop.Vendor.Id.Value);
        Assert.Empty((await FeedAsync()).Items); // nor what is not true any more
        await FollowAsync();

        var item = Assert.Single((await FeedAsync()).Items);
        Assert.Equal(("FOLLOWED_SHOP", _name, _shop.Vendor.Slug), (item.Kind, item.Person!.Username, item.Shop.Slug));
        Assert.Single(await app.RaisedAsync<PersonDidSomething>(), e => e.UserId == _asha); // back and forth is told once
    }

    [Fact]
    public async Task Tells_nothing_of_who_turned_it_off_or_is_blocked()
    {
        await Sharing(_asha).ShareAsync(new(false, true));
        await FollowAsync();
        Assert.Single((await FeedAsync()).Items);

        await Following(_asha).BlockAsync(_readersName);
        Assert.Empty((await FeedAsync()).Items);

        await Following(_asha).UnblockAsync(_readersName);
        await Following(_reader).FollowPersonAsync(_name);
        Assert.Single((await FeedAsync()).Items);
        await Sharing(_asha).ShareAsync(new(false, false));
        await Sharing(_asha).ShareAsync(new(false, true));
        Assert.Empty((await FeedAsync()).Items); // forgotten, and not only hidden
    }

    [Fact]
    public async Task Tells_nothing_of_who_shows_themselves_to_nobody_any_more()
    {
        await Sharing(_asha).ShareAsync(new(false, true));
        await FollowAsync();
        Assert.Single((await FeedAsync()).Items);

        await SqlAsync($"update people.profiles set shown_to = 'Nobody' where user_id = '{_asha.Value}'");

        Assert.Empty((await FeedAsync()).Items);
    }

    [Fact]
    public async Task New_products_of_an_hour_are_one_item_without_what_was_hidden()
    {
        await Following(_reader).FollowShopAsync(_shop.Vendor.Id.Value);
        var products = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            products.Add((await _shop.PublishAsync(_shop.Request($"Lamp {i}"))).Id);
        }

        await _shop.Products.UnpublishAsync(products[5]);
        await SqlAsync($"update catalog.products set published_at = date_trunc('hour', now(), 'UTC') - interval '50 minutes' + case name when 'Lamp 4' then interval '5 minutes' else interval '0' end where vendor_id = '{_shop.Vendor.Id.Value}'");

        var item = Assert.Single((await FeedAsync()).Items);

        Assert.Equal(("NEW_PRODUCTS", null, 5, 4), (item.Kind, item.Person, item.ProductCount, item.Products.Count));
        Assert.Equal("Lamp 4", item.Products[0].Name);
        await SqlAsync($"update vendors.vendors set state = 'Suspended' where id = '{_shop.Vendor.Id.Value}'");
        Assert.Empty((await FeedAsync()).Items);
    }

    [Fact]
    public async Task Is_followed_by_cursor_to_the_end_without_repeating_itself()
    {
        await Sharing(_asha).ShareAsync(new(false, true));
        await FollowAsync();
        await Following(_reader).FollowShopAsync(_shop.Vendor.Id.Value);
        for (var i = 0; i < 4; i++)
        {
            var product = await _shop.PublishAsync(_shop.Request($"Lamp {i}"));
            await SqlAsync($"update catalog.products set published_at = now() - {i + 1} * interval '2 hours' where id = '{product.Id}'");
        }

        List<FeedItem> read = [];
        for (string? cursor = null; cursor is not null || read.Count == 0;)
        {
            var part = await Sharing(_reader).FeedAsync(cursor, 2);
            Assert.Equal(5, part.Total);
            read.AddRange(part.Items);
            cursor = part.Next;
        }

        Assert.Equal(5, read.Count);
        Assert.Equal(read.Select(i => i.At).OrderDescending().Distinct(), read.Select(i => i.At));
        Assert.Equal("request.cursor_invalid", (await Assert.ThrowsAsync<ApiException>(() => Sharing(_reader).FeedAsync("nonsense"))).Code);
    }

    [Fact]
    public async Task Goes_with_the_account_and_into_the_copy()
    {
        await Sharing(_asha).ShareAsync(new(true, true));
        await FollowAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var data = scope.ServiceProvider.GetRequiredService<IPersonalData>();

        using (var copy = new ZipArchive(new MemoryStream(await data.ExportAsync(_asha, default))))
        using (var text = new StreamReader(copy.GetEntry("people.activities.json")!.Open(), Encoding.UTF8))
        {
            Assert.Contains(_shop.Vendor.Id.Value.ToString(), await text.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await data.EraseAsync(_asha, default);

        Assert.Empty((await FeedAsync()).Items);
        await using var db = app.OpenDb();
        Assert.False(await db.Set<Activity>().AnyAsync(a => a.UserId == _asha));
    }

    private Task<Nothing> FollowAsync() => Following(_asha).FollowShopAsync(_shop.Vendor.Id.Value);

    private Task<Page<FeedItem>> FeedAsync() => Sharing(_reader).FeedAsync();

    private FollowingClient Following(UserId user) => new(app.SignedInAs(user));

    private SharingClient Sharing(UserId user) => new(app.SignedInAs(user));

    private Task<MyProfile> SaveAsync(UserId user, string name) =>
        new ProfileClient(app.SignedInAs(user)).SaveAsync(new(0, name, "", "", null, "EVERYONE", new(null, null, null, null, null, null)));

    private async Task SqlAsync(string sql)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
