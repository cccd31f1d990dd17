using System.Net;
using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Notifications;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Who is here, over pages, nodes and crashes, and who may know.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class PresenceTests(MarketplaceApp app) : IAsyncLifetime
{
    private readonly UserId _asha = UserId.New(), _bela = UserId.New();
    private readonly string _name = $"a{Guid.CreateVersion7():N}"[..28];

    public async Task InitializeAsync()
    {
        await SaveAsync(_asha, _name);
        await SaveAsync(_bela, $"b{Guid.CreateVersion7():N}"[..28]);
        await Sharing(_asha).ShareAsync(new(true, false));
        await new FollowingClient(app.SignedInAs(_bela)).FollowPersonAsync(_name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Is_shown_wherever_the_person_is_and_heard_at_once()
    {
        Assert.Equal(new PresenceDto(false, null), await OfAshaAsync());
        await using var listener = await ListenAsync(_bela, $"person:{_name}");

        await using var page = await ListenAsync(_asha, "user");

        Assert.Equal(($"person:{_name}", "user.online"), await listener.ChangedAsync() is { } heard ? (heard.Topic, heard.Kind) : default);
        Assert.Equal(new PresenceDto(true, null), await OfAshaAsync());
        Assert.True((await new PeopleClient(app.SignedInAs(_bela)).SearchAsync(_name)).Items.Single().Presence!.IsOnline);
        Assert.True((await new FollowingClient(app.SignedInAs(_bela)).GetAsync()).People.Single().Presence!.IsOnline);
    }

    [Fact]
    public async Task A_second_page_and_a_phone_that_flaps_tell_nothing_new()
    {
        await using var page = await ListenAsync(_asha, "user");
        await Eventually.TrueAsync(async () => (await OfAshaAsync())!.IsOnline);
        for (var i = 0; i < 3; i++)
        {
            await using var other = await ListenAsync(_asha, "user");
        }

        await page.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(4)); // longer than a step
        await using var again = await ListenAsync(_asha, "user");
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.True((await OfAshaAsync())!.IsOnline);
        Assert.Single(await app.RaisedAsync<PersonCameOnline>(), e => e.UserId == _asha);
        Assert.DoesNotContain(await app.RaisedAsync<PersonWentOffline>(), e => e.UserId == _asha);
    }

    [Fact]
    public async Task A_node_that_died_is_believed_until_its_deadline_and_no_longer()
    {
        var then = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5);
        await AtNodeAsync(then, keeper => keeper.RenewAsync("dead", [_asha], default));
        await Eventually.TrueAsync(async () =>
        {
            await AtNodeAsync(then, keeper => keeper.SettleAsync(default));
            return (await app.RaisedAsync<PersonCameOnline>()).Any(e => e.UserId == _asha);
        });

        await Eventually.TrueAsync(async () => (await app.RaisedAsync<PersonWentOffline>()).Any(e => e.UserId == _asha)); // any living node notices

        var seen = (await OfAshaAsync())!;
        Assert.Equal((false, then.ToUnixTimeMilliseconds()), (seen.IsOnline, seen.SeenAt!.Value.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task Who_is_at_two_nodes_stays_when_one_dies()
    {
        var now = TimeProvider.System.GetUtcNow();
        await AtNodeAsync(now - TimeSpan.FromMinutes(5), keeper => keeper.RenewAsync("dead", [_asha], default));
        await AtNodeAsync(now, keeper => keeper.RenewAsync("alive", [_asha], default));

        await Eventually.TrueAsync(async () => (await app.RaisedAsync<PersonCameOnline>()).Any(e => e.UserId == _asha));
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.True((await OfAshaAsync())!.IsOnline);
        Assert.DoesNotContain(await app.RaisedAsync<PersonWentOffline>(), e => e.UserId == _asha);
    }

    [Fact]
    public async Task Nothing_is_kept_of_who_does_not_want_it()
    {
        await using var page = await ListenAsync(_asha, "user");
        await Eventually.TrueAsync(async () => (await OfAshaAsync())!.IsOnline);

        await Sharing(_asha).ShareAsync(new(false, false));

        Assert.Null(await OfAshaAsync());
        await Task.Delay(TimeSpan.FromSeconds(4)); // the page is still open
        await using var db = app.OpenDb();
        Assert.False(await db.Set<Presence>().AnyAsync(p => p.UserId == _asha) || await db.Set<PresenceLease>().AnyAsync(l => l.UserId == _asha));
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => TicketAsync(_bela, $"person:{_name}"))).Status);
    }

    [Fact]
    public async Task Who_is_blocked_learns_nothing_and_hears_no_longer()
    {
        await TicketAsync(_bela, $"person:{_name}");
        await new FollowingClient(app.SignedInAs(_bela)).BlockAsync(_name);

        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => TicketAsync(_bela, $"person:{_name}"))).Status);
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<IPeople>().WhoSeesPresenceAsync([(_bela, _asha)], default));
        Assert.Single(await scope.ServiceProvider.GetRequiredService<IPeople>().WhoSeesPresenceAsync([(_asha, _asha)], default));
    }

    private async Task AtNodeAsync(DateTimeOffset now, Func<KeepPresenceHandler, Task> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await work(new(scope.ServiceProvider.GetRequiredService<Application.Shared.IMarketplaceDb>(), scope.ServiceProvider.GetRequiredService<IPresenceLeases>(), new StoppedClock(now)));
    }

    private async Task<PresenceDto?> OfAshaAsync() => (await new PeopleClient(app.SignedInAs(_bela)).GetAsync(_name)).Presence;

    private Task<LiveTicket> TicketAsync(UserId user, string topic) => new MeClient(app.SignedInAs(user)).LiveTicketAsync(new("notifications", [topic], null));

    private async Task<HubClient> ListenAsync(UserId user, string topic) => await HubClient.ConnectAsync(app.Server, "notifications", (await TicketAsync(user, topic)).Ticket);

    private SharingClient Sharing(UserId user) => new(app.SignedInAs(user));

    private Task<MyProfile> SaveAsync(UserId user, string name) =>
        new ProfileClient(app.SignedInAs(user)).SaveAsync(new(0, name, "", "", null, "EVERYONE", new(null, null, null, null, null, null)));

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
