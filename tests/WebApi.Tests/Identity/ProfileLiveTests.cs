using System.Net;
using Marketplace.Application.Orders;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Tests.Deliveries;
using Marketplace.WebApi.Tests.Notifications;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>A new name or photo, on the pages of the person and of others, over the real hub.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class ProfileLiveTests(MarketplaceApp app) : IAsyncLifetime
{
    private const string Updated = "user.updated";
    private static readonly byte[] Pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
    private readonly UserId _asha = UserId.New(), _bela = UserId.New(), _admin = UserId.New();
    private readonly string _name = $"a{Guid.CreateVersion7():N}"[..28];

    public async Task InitializeAsync()
    {
        await SaveAsync(0, "EVERYONE");
        await app.DrainedAsync(); // what is heard later is what a test did
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_new_photo_reaches_the_other_tabs_who_looks_at_the_person_and_the_administrator()
    {
        await using var tab = await ListenAsync(new(app.SignedInAs(_asha)), "notifications", "user");
        await using var friend = await ListenAsync(new(app.SignedInAs(_bela)), "notifications", $"profile:{_name}");
        await using var admin = await ListenAsync(new(app.SignedInAs(_admin, "admin")), "notifications", $"account:{_asha.Value}");

        await Profile(_asha).ShowPhotoAsync(new MemoryStream(Pixel), "me.gif");

        Assert.Equal(("user", Updated), await HeardAsync(tab));
        Assert.Equal(($"profile:{_name}", Updated), await HeardAsync(friend));
        Assert.Equal(($"account:{_asha.Value}", Updated), await HeardAsync(admin));
        Assert.NotNull((await new MeClient(app.SignedInAs(_asha)).GetAsync()).Photo); // what the tab asks for then
        Assert.NotNull((await new PeopleClient(app.SignedInAs(_bela)).GetAsync(_name)).Photo);
    }

    [Fact]
    public async Task A_new_name_reaches_them_too()
    {
        await using var friend = await ListenAsync(new(app.SignedInAs(_bela)), "notifications", $"profile:{_name}");
        await using var db = app.OpenDb();
        db.Publish(_asha.Value, new UserUpdated(_asha, $"{_asha.Value:N}@example.org", "Asha Menon", TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync();

        Assert.Equal(($"profile:{_name}", Updated), await HeardAsync(friend));
        Assert.Equal("Asha Menon", (await new PeopleClient(app.SignedInAs(_bela)).GetAsync(_name)).Name);
    }

    [Fact]
    public async Task A_rider_shows_their_photo_to_the_shopper_until_the_bag_is_there_and_a_new_one_at_once()
    {
        var (rider, _) = await app.RiderAsync();
        var delivery = await app.AssignedAsync(rider);
        await new ProfileClient(app.SignedInAs(rider.UserId)).SaveAsync(new(0, $"r{Guid.CreateVersion7():N}"[..28], "", "", null, "EVERYONE", new(null, null, null, null, null, null)));
        var shop = SampleVendors.Open(UserId.New(), TimeProvider.System.GetUtcNow());
        var order = SampleOrders.Place(_asha, null, TimeProvider.System.GetUtcNow(), vendors: shop.Id);
        await app.SaveAsync(shop, order);
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"update deliveries.deliveries set number = {order.Number} where id = {delivery.Id.Value}");
        }

        await app.DrainedAsync();
        await using var page = await ListenAsync(new(app.SignedInAs(_asha)), "orders", $"order:{order.Number}");

        await Profile(rider.UserId).ShowPhotoAsync(new MemoryStream(Pixel), "me.gif");

        Assert.Equal(($"order:{order.Number}", Updated), await HeardAsync(page));
        Assert.NotNull(await PhotoAsync(delivery));

        await Profile(rider.UserId).SaveAsync(new((await Profile(rider.UserId).GetAsync()).Revision, (await Profile(rider.UserId).GetAsync()).Username, "", "", null, "NOBODY", new(null, null, null, null, null, null)));
        Assert.Null(await PhotoAsync(delivery)); // who shows it to nobody shows it to no shopper
    }

    [Fact]
    public async Task Whoever_may_not_see_a_person_hears_nothing_and_is_cut_off_when_blocked()
    {
        await SaveAsync((await Profile(_asha).GetAsync()).Revision, "NOBODY");
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => TicketAsync(new(app.SignedInAs(_bela)), "notifications", $"profile:{_name}"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => TicketAsync(new(app.SignedInAs(_bela)), "notifications", $"account:{_asha.Value}"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => TicketAsync(new(app.SignedInAs(_admin, "finance")), "notifications", $"account:{_asha.Value}"))).Status);

        await SaveAsync((await Profile(_asha).GetAsync()).Revision, "EVERYONE");
        await SaveAsync(_bela, $"b{_name[1..]}");
        await app.DrainedAsync(); // what was changed so far has been told
        await using var listener = await ListenAsync(new(app.SignedInAs(_bela)), "notifications", $"profile:{_name}");
        await new FollowingClient(app.SignedInAs(_asha)).BlockAsync($"b{_name[1..]}");
        await app.Services.GetRequiredService<LiveRights>().CheckAsync(CancellationToken.None);
        Assert.Null(await listener.ChangedAsync());
    }

    private async Task<ImageDto?> PhotoAsync(Domain.Deliveries.Delivery delivery)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ITracking>().OfAsync([delivery.VendorOrderId], CancellationToken.None))[delivery.VendorOrderId].RiderPhoto;
    }

    private static async Task<(string, string)> HeardAsync(HubClient listener) => await listener.ChangedAsync() is { } heard ? (heard.Topic, heard.Kind) : default;

    private static Task<LiveTicket> TicketAsync(MeClient client, string hub, params string[] topics) => client.LiveTicketAsync(new(hub, topics, null));

    private async Task<HubClient> ListenAsync(MeClient client, string hub, params string[] topics)
    {
        var listener = await HubClient.ConnectAsync(app.Server, hub, (await TicketAsync(client, hub, topics)).Ticket);
        await Task.Delay(400); // until it is in its groups
        return listener;
    }

    private ProfileClient Profile(UserId user) => new(app.SignedInAs(user));

    private Task<MyProfile> SaveAsync(int revision, string shownTo) => Profile(_asha).SaveAsync(new(revision, _name, "", "", null, shownTo, new(null, null, null, null, null, null)));

    private Task<MyProfile> SaveAsync(UserId user, string name) => Profile(user).SaveAsync(new(0, name, "", "", null, "EVERYONE", new(null, null, null, null, null, null)));
}
