using System.Net;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;

namespace Marketplace.WebApi.Tests.Identity;

[Collection(nameof(MarketplaceApp))]
public sealed class PeopleTests(MarketplaceApp app) : IAsyncLifetime
{
    private readonly Someone _asha = new(), _bela = new();

    public async Task InitializeAsync()
    {
        await SaveAsync(_asha);
        await SaveAsync(_bela);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Are_found_by_any_part_of_what_they_say_the_exact_username_first()
    {
        var mark = $"mark{Guid.CreateVersion7():N}";
        var (exact, starts, inBio) = (new Someone { Username = $"z{mark}"[..29] }, new Someone(), new Someone());
        starts.Username = exact.Username + "x";
        await SaveAsync(inBio, bio: $"I am not {exact.Username.ToUpperInvariant()}_");
        await SaveAsync(starts);
        await SaveAsync(exact);

        var found = await People(_asha).SearchAsync(exact.Username);

        Assert.Equal([exact.Username, starts.Username, inBio.Username], found.Items.Select(p => p.Username));
        Assert.Equal(3, found.Total);
        Assert.Equal([inBio.Username], (await People(_asha).SearchAsync($"{exact.Username}_")).Items.Select(p => p.Username)); // the underscore stands for itself
        Assert.Empty((await People(_asha).SearchAsync(" ")).Items);
    }

    [Theory]
    [InlineData("NOBODY", false, false)]
    [InlineData("FOLLOWED", false, false)]
    [InlineData("FOLLOWED", true, true)]
    [InlineData("EVERYONE", false, true)]
    public async Task Are_seen_by_those_whom_they_let(string shownTo, bool followsBack, bool isSeen)
    {
        if (followsBack)
        {
            await Following(_asha).FollowPersonAsync(_bela.Username);
        }

        await SaveAsync(_asha, shownTo: shownTo, revision: 1);

        Assert.Equal(isSeen ? 1 : 0, (await People(_bela).SearchAsync(_asha.Username)).Total);
        Assert.Equal(isSeen, await IsThereAsync(() => People(_bela).GetAsync(_asha.Username)));
        Assert.Equal(isSeen, await IsThereAsync(() => Following(_bela).FollowPersonAsync(_asha.Username)));
        Assert.True(await IsThereAsync(() => People(_asha).GetAsync(_asha.Username)));
    }

    [Fact]
    public async Task Follow_each_other_and_leave_again()
    {
        await Following(_asha).FollowPersonAsync(_bela.Username.ToUpperInvariant());
        await Following(_asha).FollowPersonAsync(_bela.Username); // twice is once

        Assert.Equal([_bela.Username], (await Following(_asha).GetAsync()).People.Select(p => p.Username));
        Assert.Equal(1, (await Following(_bela).GetAsync()).Followers);
        Assert.Equal((1, true), await People(_asha).GetAsync(_bela.Username) is var seen ? (seen.Followers, seen.IsFollowed) : default);
        await Following(_asha).LeavePersonAsync(_bela.Username);
        Assert.Empty((await Following(_asha).GetAsync()).People);
        Assert.Equal("person.oneself", (await Assert.ThrowsAsync<ApiException>(() => Following(_asha).FollowPersonAsync(_asha.Username))).Code);
    }

    [Fact]
    public async Task Who_is_blocked_neither_sees_nor_finds_nor_follows()
    {
        await Following(_asha).FollowPersonAsync(_bela.Username);
        await Following(_bela).FollowPersonAsync(_asha.Username);

        await Following(_asha).BlockAsync(_bela.Username);
        await Following(_asha).BlockAsync(_bela.Username); // twice is once

        Assert.False(await IsThereAsync(() => People(_bela).GetAsync(_asha.Username)));
        Assert.Empty((await People(_bela).SearchAsync(_asha.Username)).Items);
        Assert.False(await IsThereAsync(() => Following(_bela).FollowPersonAsync(_asha.Username)));
        Assert.False(await IsThereAsync(() => Following(_bela).BlockAsync(_asha.Username)));
        Assert.Empty((await Following(_bela).GetAsync()).People);
        Assert.Equal(0, (await Following(_asha).GetAsync()).Followers);
        Assert.Equal([_bela.Username], (await Following(_asha).BlocksAsync()).Select(b => b.Username));
        Assert.Empty(await Following(_bela).BlocksAsync());

        await Following(_asha).UnblockAsync(_bela.Username);
        Assert.True(await IsThereAsync(() => People(_bela).GetAsync(_asha.Username)));
    }

    [Fact]
    public async Task Nobody_follows_who_blocks_them_at_the_same_moment()
    {
        for (var i = 0; i < 10; i++)
        {
            var (blocker, follower) = (new Someone(), new Someone());
            await SaveAsync(blocker);
            await SaveAsync(follower);

            await Task.WhenAll(IsThereAsync(() => Following(follower).FollowPersonAsync(blocker.Username)), IsThereAsync(() => Following(blocker).BlockAsync(follower.Username)));

            Assert.Equal(0, (await Following(blocker).GetAsync()).Followers);
        }
    }

    [Fact]
    public async Task Shops_are_followed_and_left()
    {
        var shop = SampleVendors.Open(UserId.New(), TimeProvider.System.GetUtcNow());
        await app.SaveAsync(shop);

        await Following(_asha).FollowShopAsync(shop.Id.Value);

        Assert.Equal([shop.Id.Value], (await Following(_asha).GetAsync()).Shops.Select(s => s.VendorId));
        await Following(_asha).LeaveShopAsync(shop.Id.Value);
        Assert.Empty((await Following(_asha).GetAsync()).Shops);
        Assert.False(await IsThereAsync(() => Following(_asha).FollowShopAsync(Guid.CreateVersion7())));
    }

    private static async Task<bool> IsThereAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (ApiException answer)
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            return false;
        }
    }

    private Task<MyProfile> SaveAsync(Someone person, string bio = "", string shownTo = "EVERYONE", int revision = 0) =>
        new ProfileClient(app.SignedInAs(person.Id)).SaveAsync(new(revision, person.Username, bio, "", null, shownTo, new(null, null, null, null, null, null)));

    private PeopleClient People(Someone person) => new(app.SignedInAs(person.Id));

    private FollowingClient Following(Someone person) => new(app.SignedInAs(person.Id));

    private sealed class Someone
    {
        public UserId Id { get; } = UserId.New();
        public string Username { get; set; } = $"p{Guid.CreateVersion7():N}"[..28];
    }
}
