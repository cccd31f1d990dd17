using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Notifications;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>On a host of its own, which has the identity server's view beside it.</summary>
public sealed class FirstStepsTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly UserId _user = UserId.New();

    public async Task InitializeAsync()
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlRawAsync("create schema if not exists identity; create table if not exists identity.first_steps (user_id uuid primary key, has_passkey boolean not null, is_over boolean not null)");
        await db.Database.ExecuteSqlAsync($"insert into identity.first_steps values ({_user.Value}, false, false)");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_step_is_done_when_what_it_leads_to_is_there_and_open_again_when_that_goes()
    {
        var http = app.SignedInAs(_user);
        var me = new MeClient(http);
        Assert.Equal(new(false, false, false, false, false), await me.FirstStepsAsync());

        await new ProfileClient(http).ShowPhotoAsync(new MemoryStream(Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")), "me.gif");
        Assert.Equal(new(true, false, false, false, false), await me.FirstStepsAsync());

        var address = await me.AddAddressAsync(new("Home", Street.Home, true));
        Assert.Equal(new(true, true, false, false, false), await me.FirstStepsAsync());

        await new NotificationPreferencesClient(http).ChooseAsync(new([new("ORDERS", true, true)])); // as it was: what counts is that somebody looked
        Assert.Equal(new(true, true, true, false, false), await me.FirstStepsAsync());

        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"update identity.first_steps set has_passkey = true, is_over = true where user_id = {_user.Value}");
        }

        Assert.Equal(new(true, true, true, true, true), await me.FirstStepsAsync());
        await me.DeleteAddressAsync(address.Id);
        Assert.False((await me.FirstStepsAsync()).HasAddress);
    }

    [Fact]
    public async Task Who_is_not_known_is_shown_nothing() => Assert.True((await new MeClient(app.SignedInAs(UserId.New())).FirstStepsAsync()).IsOver);
}
