using System.Net;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Audit;
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

    [Fact]
    public async Task An_invited_person_has_an_account_and_an_address_that_has_one_is_said_so()
    {
        var (client, email) = (await AdminAsync("support"), $"{Guid.CreateVersion7():N}@example.org");

        Assert.NotEqual(Guid.Empty, (await client.InviteAsync(new("Nila", email, "Asked by phone"))).Id);

        var taken = await Assert.ThrowsAsync<ApiException>(() => client.InviteAsync(new("Nila", GuardedApp.KnownEmail, "Asked by phone")));
        Assert.Equal((HttpStatusCode.Conflict, "people.address_taken", "email"), (taken.Status, taken.Code, taken.Field));
    }

    [Theory]
    [InlineData("", "nila@example.org", "Asked")]
    [InlineData("Nila", "no address", "Asked")]
    [InlineData("Nila", "nila@example.org", " ")]
    public async Task An_invitation_has_a_name_an_address_and_a_reason(string name, string email, string reason) => Assert.Equal(
        HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(async () => await (await AdminAsync("support")).InviteAsync(new(name, email, reason)))).Status);

    [Fact]
    public async Task Only_who_decides_who_is_an_administrator_says_where_codes_go_and_has_accounts_deleted()
    {
        var person = UserId.New();
        await app.KnowAsync(person, "customer");
        var (support, super) = (await AdminAsync("support"), await AdminAsync("admin"));

        foreach (var act in (Func<AdminUsersClient, Task>[])[c => c.CorrectAsync(person.Value, new("Nila", "nila@example.org", null, "Asked")), c => c.DeleteAsync(person.Value, "Asked"), c => c.KeepAsync(person.Value, "A mistake")])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ApiException>(() => act(support))).Status);
            await act(super);
        }
    }

    [Fact]
    public async Task An_account_is_deleted_at_an_administrators_word_after_the_time_that_its_owner_has_and_it_is_noted()
    {
        var (person, admin) = (UserId.New(), UserId.New());
        await app.KnowAsync(person, "customer");
        await app.KnowAsync(admin, "admin");
        var client = new AdminUsersClient(app.As(admin, "admin"));

        await client.DeleteAsync(person.Value, "Asked by letter");

        var due = (await client.GetAsync(person.Value)).DeletionDueAt;
        Assert.Equal((await new PrivacyClient(app.As(person)).GetAsync()).DeletionDueAt, due);
        Assert.InRange(due!.Value, TimeProvider.System.GetUtcNow().AddDays(1), TimeProvider.System.GetUtcNow().AddDays(60));
        Assert.Equal("deletion.asked_already", (await Assert.ThrowsAsync<ApiException>(() => client.DeleteAsync(person.Value, "Again"))).Code);
        await client.KeepAsync(person.Value, "It was somebody else");
        Assert.Null((await client.GetAsync(person.Value)).DeletionDueAt);
        Assert.Equal("deletion.not_asked", (await Assert.ThrowsAsync<ApiException>(() => client.KeepAsync(person.Value, "Again"))).Code);

        await using var db = app.OpenDb();
        var subject = person.Value.ToString();
        Assert.Equal(
            [("account.deletion-asked", admin, "Asked by letter"), ("account.deletion-cancelled", admin, "It was somebody else")],
            (await db.Set<AuditEntry>().Where(e => e.SubjectId == subject).OrderBy(e => e.At).ToListAsync()).Select(e => (e.Action, e.ActorId!.Value, e.Reason!)));
    }

    [Fact]
    public async Task An_account_that_somebody_waits_for_stays_whoever_asks()
    {
        var owner = UserId.New();
        await app.KnowAsync(owner, "customer");
        await app.SaveAsync(SampleVendors.Open(owner, TimeProvider.System.GetUtcNow(), "Corner of limes"));
        var client = await AdminAsync("admin");

        var refused = await Assert.ThrowsAsync<ApiException>(() => client.DeleteAsync(owner.Value, "Asked by letter"));

        Assert.Equal((HttpStatusCode.Conflict, "deletion.hindered", "Corner of limes is open, and has no other owner."), (refused.Status, refused.Code, refused.Message));
        Assert.Null((await client.GetAsync(owner.Value)).DeletionDueAt);
        await using var db = app.OpenDb();
        var subject = owner.Value.ToString();
        Assert.False(await db.Set<AuditEntry>().AnyAsync(e => e.SubjectId == subject));
    }

    [Fact]
    public async Task What_changes_an_account_for_good_needs_a_sign_in_just_now()
    {
        var (person, admin) = (UserId.New(), UserId.New());
        await app.KnowAsync(person, "customer");
        await app.KnowAsync(admin, "admin");
        using var http = app.CreateClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", app.Token(admin.Value.ToString(), "admin", signedInFor: TimeSpan.FromMinutes(20)));
        var client = new AdminUsersClient(http);

        foreach (var act in (Func<Task>[])[
            () => client.InviteAsync(new("Nila", $"{Guid.CreateVersion7():N}@example.org", "Asked")), () => client.CorrectAsync(person.Value, new("Nila", "nila@example.org", null, "Asked")),
            () => client.DeleteAsync(person.Value, "Asked"), () => client.KeepAsync(person.Value, "Asked")])
        {
            Assert.Equal("signin.not_recent", (await Assert.ThrowsAsync<ApiException>(act)).Code);
        }
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

        foreach (var act in (Func<Task>[])[() => client.SuspendAsync(me.Value, "Why not"), () => client.SetRolesAsync(me.Value, []), () => client.RemoveSecondFactorAsync(me.Value, "Lost"), () => client.CorrectAsync(me.Value, new("Me", "me@example.org", null, "Why not")), () => client.DeleteAsync(me.Value, "Why not")])
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
