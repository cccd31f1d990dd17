using System.Net;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Shared;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Identity;

[Collection(nameof(GuardedApp))]
public sealed class AdminPeopleTests(GuardedApp app)
{
    [Fact]
    public async Task People_are_found_by_name_mail_phone_role_and_state()
    {
        var (id, word) = (UserId.New(), $"{Guid.CreateVersion7():N}");
        var digits = string.Concat(word.Where(char.IsAsciiDigit)).PadRight(9, '7')[^9..];
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteSqlAsync(
                $"insert into identity.user_directory values ({id.Value}, {$"{word}@example.org"}, {$"Nila {word[^6..]}"}, {$"+91 {digits[..4]} {digits[4..]}"}, array['customer', 'dispatch'], now(), null, null)");
        }

        var client = await AdminAsync("support");
        foreach (var (search, role, state) in ((string, string?, string?)[])[(word[..20], null, null), ($"nila {word[^6..]}", null, null), (digits, null, null), (word, "dispatch", null), (word, null, PersonStates.Active)])
        {
            Assert.Contains(id.Value, (await client.ListAsync(search, role, state)).Items.Select(p => p.Id));
        }

        Assert.Empty((await client.ListAsync(word, "finance")).Items);
        Assert.Empty((await client.ListAsync(word, null, PersonStates.Suspended)).Items);
        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"update identity.user_directory set locked_until = 'infinity' where id = {id.Value}");
        }

        Assert.True(Assert.Single((await client.ListAsync(word, null, PersonStates.Suspended)).Items).IsSuspended);
        Assert.Empty((await client.ListAsync(word, null, PersonStates.Active)).Items);
    }

    [Fact]
    public async Task A_person_shows_with_their_shops_and_with_what_was_done()
    {
        var owner = UserId.New();
        await app.KnowAsync(owner, "customer");
        var shop = SampleVendors.Open(owner, TimeProvider.System.GetUtcNow());
        await app.SaveAsync(shop);

        var details = await (await AdminAsync("support")).GetAsync(owner.Value);

        Assert.Equal((shop.Id.Value, "OWNER"), (Assert.Single(details.Shops).VendorId, details.Shops[0].Role));
        Assert.Null(details.MayRide);
        Assert.Equal("roles-set", Assert.Single(details.Changes).Action);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("dispatch")]
    public async Task Only_who_decides_who_is_an_administrator_does_anything_to_one(string role)
    {
        var colleague = UserId.New();
        await app.KnowAsync(colleague, role);
        var (support, super) = (await AdminAsync("support"), await AdminAsync("admin"));

        foreach (var act in (Func<AdminUsersClient, Task>[])[c => c.SuspendAsync(colleague.Value, "Why not"), c => c.ReactivateAsync(colleague.Value), c => c.EndSignInsAsync(colleague.Value), c => c.RequirePasswordAsync(colleague.Value)])
        {
            var refused = await Assert.ThrowsAsync<ApiException>(() => act(support));
            Assert.Equal((HttpStatusCode.Forbidden, "people.is_administrator"), (refused.Status, refused.Code));
            await act(super);
        }
    }

    [Fact]
    public async Task Nobody_administers_their_own_account()
    {
        var me = UserId.New();
        await app.KnowAsync(me, "admin");
        var client = new AdminUsersClient(app.As(me, "admin"));

        foreach (var act in (Func<Task>[])[() => client.SuspendAsync(me.Value, "Why not"), () => client.SetRolesAsync(me.Value, []), () => client.RemoveSecondFactorAsync(me.Value, "Lost")])
        {
            var refused = await Assert.ThrowsAsync<ApiException>(act);
            Assert.Equal((HttpStatusCode.Conflict, "people.yourself"), (refused.Status, refused.Code));
        }
    }

    [Fact]
    public async Task Who_is_not_there_is_not_found_and_a_role_that_is_none_is_refused()
    {
        var client = await AdminAsync("admin");

        Assert.Equal("people.not_found", (await Assert.ThrowsAsync<ApiException>(() => client.GetAsync(Guid.CreateVersion7()))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => client.SuspendAsync(Guid.CreateVersion7(), "Gone"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(() => client.SetRolesAsync(Guid.CreateVersion7(), ["customer"]))).Status);
    }

    [Fact]
    public async Task A_role_counts_as_soon_as_it_is_given()
    {
        var person = UserId.New();
        await app.KnowAsync(person, "customer");
        using var client = app.As(person); // the token was made before
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/admin/riders")).StatusCode);

        await using (var db = app.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"update identity.user_directory set roles = array['customer', 'dispatch'] where id = {person.Value}");
        }

        await Eventually.TrueAsync(async () => (await client.GetAsync("/api/v1/admin/riders")).StatusCode == HttpStatusCode.OK);
        Assert.Equal(AdminRoles.RightsOf(["dispatch"]).Count, (await new MeClient(client).GetAsync()).Rights.Count);
    }

    private async Task<AdminUsersClient> AdminAsync(string role)
    {
        var admin = UserId.New();
        await app.KnowAsync(admin, role);
        return new(app.As(admin, role));
    }
}
