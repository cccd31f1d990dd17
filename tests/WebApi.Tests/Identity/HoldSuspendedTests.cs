using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>How far it reaches when somebody is suspended. On a host of its own, which has the identity server's view beside it.</summary>
public sealed class HoldSuspendedTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly UserId _owner = UserId.New(), _other = UserId.New();
    private Vendor _shop = null!;

    public async Task InitializeAsync()
    {
        await SqlAsync(
            """
            create schema if not exists identity;
            create table if not exists identity.user_directory (id uuid primary key, email text, full_name text, phone text, roles text[] not null default '{customer}',
                created_at timestamptz not null default now(), locked_until timestamptz, last_sign_in_at timestamptz)
            """);
        _shop = SampleVendors.Open(_owner, Now);
        await app.SaveAsync(_shop);
        foreach (var user in (UserId[])[_owner, _other])
        {
            await SqlAsync($"insert into identity.user_directory (id, email, full_name) values ('{user.Value}', '{user.Value:N}@example.org', 'Somebody')");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_shop_without_an_owner_who_may_sign_in_takes_no_orders_until_one_may()
    {
        await SuspendAsync(_owner);
        await HeldAsync(true);
        Assert.Equal((false, null), await ShopAsync() is { Card: var card } ? (card.IsOpen, card.OpensAt) : default); // a shop that does not know when it opens
        Assert.True((await StoredAsync()).IsTakingOrders); // what its team wants stays

        await ReactivateAsync(_owner);
        await HeldAsync(false);
    }

    [Fact]
    public async Task A_shop_goes_on_while_another_owner_may_sign_in()
    {
        await SqlAsync($"insert into vendors.members (vendor_id, user_id, role, joined_at) values ('{_shop.Id.Value}', '{_other.Value}', 'Owner', now())");

        await SuspendAsync(_owner);
        await app.DrainedAsync();
        Assert.False((await StoredAsync()).IsHeld);

        await SuspendAsync(_other);
        await HeldAsync(true);
        await ReactivateAsync(_other);
        await HeldAsync(false);
    }

    [Fact]
    public async Task A_shop_is_held_when_its_last_owner_who_may_sign_in_goes()
    {
        await SqlAsync($"insert into vendors.members (vendor_id, user_id, role, joined_at) values ('{_shop.Id.Value}', '{_other.Value}', 'Owner', now())");
        await SuspendAsync(_owner);
        await app.DrainedAsync();

        await SqlAsync($"delete from vendors.members where user_id = '{_other.Value}'");
        await PublishAsync(new VendorMemberRemoved(_shop.Id, _other, _other, VendorRole.Owner, Now));

        await HeldAsync(true);
    }

    [Fact]
    public async Task A_rider_is_asked_no_more_and_comes_back_by_themselves()
    {
        var rider = Rider.Register(_other, "Ravi", "+91 98400 22222", "Bicycle", isActive: true, Now);
        rider.GoOnline(Now);
        await app.SaveAsync(rider);

        await SuspendAsync(_other);
        await Eventually.TrueAsync(async () => !await IsOnlineAsync());

        await ReactivateAsync(_other);
        await app.DrainedAsync();
        Assert.False(await IsOnlineAsync());

        async Task<bool> IsOnlineAsync()
        {
            await using var db = app.OpenDb();
            return await db.Set<Rider>().Where(r => r.UserId == _other).Select(r => r.IsOnline).SingleAsync();
        }
    }

    [Fact]
    public async Task What_comes_late_changes_nothing()
    {
        await SuspendAsync(_owner);
        await ReactivateAsync(_owner);
        await app.DrainedAsync();
        await PublishAsync(new UserSuspended(_owner, Now)); // told once more

        await app.DrainedAsync();

        Assert.False((await StoredAsync()).IsHeld);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task SuspendAsync(UserId user)
    {
        await SqlAsync($"update identity.user_directory set locked_until = 'infinity' where id = '{user.Value}'");
        await PublishAsync(new UserSuspended(user, Now));
    }

    private async Task ReactivateAsync(UserId user)
    {
        await SqlAsync($"update identity.user_directory set locked_until = null where id = '{user.Value}'");
        await PublishAsync(new UserReactivated(user, Now));
    }

    private async Task PublishAsync(IDomainEvent happened)
    {
        await using var db = app.OpenDb();
        db.Publish(_owner.Value, happened);
        await db.SaveChangesAsync();
    }

    private Task HeldAsync(bool isHeld) => Eventually.TrueAsync(async () => (await StoredAsync()).IsHeld == isHeld);

    private async Task<Vendor> StoredAsync()
    {
        await using var db = app.OpenDb();
        return await db.Set<Vendor>().AsNoTracking().SingleAsync(v => v.Id == _shop.Id);
    }

    private async Task<VendorDetails> ShopAsync() => await new VendorsClient(app.Guest()).GetAsync(_shop.Slug);

    private async Task SqlAsync(string sql)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlRawAsync(sql.Replace("{customer}", "{{customer}}", StringComparison.Ordinal));
    }
}
