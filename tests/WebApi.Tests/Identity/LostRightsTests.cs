using System.Net;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>A token that is still good does not keep rights that were taken away.</summary>
[Collection(nameof(GuardedApp))]
public sealed class LostRightsTests(GuardedApp app)
{
    [Fact]
    public async Task Who_leaves_a_shop_is_out_with_the_next_request()
    {
        var (owner, staff) = (UserId.New(), UserId.New());
        var shop = SampleVendors.Open(owner, Now);
        shop.Join(staff, VendorRole.Manager, Now);
        await app.SaveAsync(shop);
        using var client = app.As(staff);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/vendor/profile"));

        await using (var db = app.OpenDb())
        {
            await db.Set<VendorMember>().Where(m => m.UserId == staff).ExecuteDeleteAsync();
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "/api/v1/vendor/profile"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "/api/v1/vendor/orders"));
    }

    [Fact]
    public async Task Who_gets_another_role_may_do_what_that_one_may_with_the_next_request()
    {
        var (owner, staff) = (UserId.New(), UserId.New());
        var shop = SampleVendors.Open(owner, Now);
        shop.Join(staff, VendorRole.Catalogue, Now);
        await app.SaveAsync(shop);
        using var client = app.As(staff);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await StatusAsync(client, "/api/v1/vendor/products/export"), await StatusAsync(client, "/api/v1/vendor/orders")));

        await new TeamClient(app.As(owner)).ChangeRoleAsync(staff.Value, VendorRoles.Orders);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await StatusAsync(client, "/api/v1/vendor/products/export"), await StatusAsync(client, "/api/v1/vendor/orders")));
    }

    [Fact]
    public async Task Who_rides_no_longer_is_out_with_the_next_request()
    {
        var rider = Rider.Register(UserId.New(), "Ravi", "+91 98400 22222", "Bicycle", isActive: true, Now);
        await app.SaveAsync(rider);
        using var client = app.As(rider.UserId);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/rider"));

        await using (var db = app.OpenDb())
        {
            await db.Set<Rider>().Where(r => r.Id == rider.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.IsActive, false));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "/api/v1/rider"));
    }

    [Theory]
    [InlineData("update identity.user_directory set roles = array['customer']")]
    [InlineData("update identity.user_directory set locked_until = 'infinity'")]
    [InlineData("delete from identity.user_directory")]
    public async Task Who_is_no_administrator_any_more_is_out_within_seconds(string change)
    {
        var admin = UserId.New();
        await app.KnowAsync(admin, "admin");
        using var client = app.As(admin, "admin");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/admin/settings"));

        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteAsync($"{change} where id = '{admin.Value}'");
        }

        await Eventually.TrueAsync(async () => await StatusAsync(client, "/api/v1/admin/settings") == HttpStatusCode.Forbidden);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
