using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Tests.Identity;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Tests.Vendors;

/// <summary>Inviting, joining, changing and leaving a team, and those who do it at the same moment.</summary>
[Collection(nameof(GuardedApp))]
public sealed partial class TeamTests(GuardedApp app)
{
    private readonly UserId _owner = UserId.New();
    private readonly UserId _second = UserId.New();
    private readonly UserId _newcomer = UserId.New();

    [Fact]
    public async Task A_person_joins_by_the_mail_and_everything_stands_in_the_history()
    {
        await OpenShopAsync();
        var address = await ConfirmAsync(_newcomer);

        var team = await Team(_owner).InviteAsync(new(address.ToUpperInvariant(), VendorRoles.Catalogue));
        Assert.Equal((address, VendorRoles.Catalogue, false), (team.Invitations[0].Email, team.Invitations[0].Role, team.Invitations[0].IsExpired));
        var key = await KeyAsync(address);
        Assert.Equal("Lotus & Leaf", (await Mine(_newcomer).ListAsync()).Single().ShopName);
        Assert.Equal(VendorRoles.Catalogue, (await Mine(_newcomer).LookAtAsync(key)).Role);
        await Mine(_newcomer).AcceptAsync(key);

        var me = await new MeClient(app.As(_newcomer)).GetAsync();
        Assert.Equal(VendorRoles.Catalogue, me.Shops.Single().Role);
        Assert.DoesNotContain(VendorRights.SeeOrders, me.Shops.Single().Rights);
        await Team(_owner).ChangeRoleAsync(_newcomer.Value, VendorRoles.Finance);
        await Team(_newcomer).LeaveAsync();

        var history = (await Team(_owner).HistoryAsync()).Items;
        Assert.Equal(["LEFT", "ROLE_CHANGED", "JOINED", "INVITED"], history.Select(h => h.Act));
        Assert.Equal((VendorRoles.Catalogue, VendorRoles.Finance), (history[1].RoleBefore, history[1].RoleAfter));
        Assert.Equal(
            [nameof(VendorMemberInvited), nameof(VendorMemberJoined), nameof(VendorMemberChanged), nameof(VendorMemberRemoved)],
            await EventsAsync());
    }

    [Fact]
    public async Task A_key_is_good_once_and_only_for_the_confirmed_address_that_it_was_sent_to()
    {
        await OpenShopAsync();
        var (address, stranger, unconfirmed) = (AddressOf(_newcomer), UserId.New(), UserId.New());
        await ConfirmAsync(stranger);
        await Team(_owner).InviteAsync(new(address, VendorRoles.Orders));
        var key = await KeyAsync(address);

        Assert.Equal("404 invitation.not_found", await CodeAsync(() => Mine(stranger).AcceptAsync(key)));
        Assert.Equal("409 invitation.address_not_confirmed", await CodeAsync(() => Mine(unconfirmed).AcceptAsync(key)));
        Assert.Equal("409 invitation.address_not_confirmed", await CodeAsync(() => Mine(_newcomer).AcceptAsync(key)));
        Assert.Empty(await Mine(_newcomer).ListAsync());
        await ConfirmAsync(_newcomer);
        Assert.Equal("404 invitation.not_found", await CodeAsync(() => Mine(_newcomer).AcceptAsync(key + "x")));
        await Mine(_newcomer).AcceptAsync(key);

        Assert.Equal("409 invitation.over", await CodeAsync(() => Mine(_newcomer).AcceptAsync(key)));
        Assert.Equal("409 vendor.already_member", await CodeAsync(async () => await Team(_owner).InviteAsync(new(await KnownAsync(_second), VendorRoles.Orders))));
    }

    [Fact]
    public async Task Nothing_that_lies_in_the_database_opens_an_invitation()
    {
        await OpenShopAsync();
        var address = AddressOf(_newcomer);
        await Team(_owner).InviteAsync(new(address, VendorRoles.Orders));
        var key = await KeyAsync(address);

        Assert.True(key.Length * 6 >= 128, key);
        await using var db = app.OpenDb();
        var stored = await db.Database.SqlQuery<string>($"select i::text || coalesce((select string_agg(o.payload::text, '') from shared.outbox o where o.stream_id = i.vendor_id), '') as \"Value\" from vendors.invitations i where i.email = {address}").SingleAsync();
        Assert.DoesNotContain(key, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sending_again_replaces_the_key_and_withdrawing_ends_it()
    {
        await OpenShopAsync();
        var address = await ConfirmAsync(_newcomer);
        var id = (await Team(_owner).InviteAsync(new(address, VendorRoles.Orders))).Invitations[0].Id;
        var first = await KeyAsync(address);
        Assert.Equal("409 invitation.already_open", await CodeAsync(() => Team(_owner).InviteAsync(new(address, VendorRoles.Finance))));
        Assert.Equal("409 invitation.sent_just_now", await CodeAsync(() => Team(_owner).SendAgainAsync(id)));
        await RunAsync($"update vendors.invitations set sent_at = sent_at - interval '8 days', expires_at = expires_at - interval '8 days' where id = '{id}'");
        Assert.Equal("409 invitation.expired", await CodeAsync(() => Mine(_newcomer).AcceptAsync(first)));
        Assert.True((await Team(_owner).GetAsync()).Invitations[0].IsExpired);

        Assert.False((await Team(_owner).SendAgainAsync(id)).Invitations[0].IsExpired);
        var second = await KeyAsync(address);

        Assert.Equal("404 invitation.not_found", await CodeAsync(() => Mine(_newcomer).LookAtAsync(first)));
        Assert.NotNull(await Mine(_newcomer).LookAtAsync(second));
        await Team(_owner).WithdrawAsync(id);
        Assert.Equal("409 invitation.over", await CodeAsync(() => Mine(_newcomer).AcceptAsync(second)));
        Assert.Empty((await Team(_owner).GetAsync()).Invitations);
    }

    [Fact]
    public async Task Only_so_many_are_open_and_only_so_many_mails_go_out_in_a_day()
    {
        var shop = await OpenShopAsync();
        for (var i = 0; i < Invitation.MaxOpen; i++)
        {
            await Team(_owner).InviteAsync(new(AddressOf(UserId.New()), VendorRoles.Orders));
        }

        Assert.Equal("409 invitation.too_many", await CodeAsync(() => Team(_owner).InviteAsync(new(AddressOf(UserId.New()), VendorRoles.Orders))));
        await RunAsync($"update vendors.invitations set state = 'Withdrawn', answered_at = now() where vendor_id = '{shop.Id.Value}'");
        await RunAsync($"insert into audit.entries (id, vendor_id, action, actor, actor_id, subject_kind, subject_id, at) select gen_random_uuid(), '{shop.Id.Value}', 'team.Invited', 'Person', '{_owner.Value}', 'invitation', gen_random_uuid(), now() from generate_series(1, {Invitation.MaxSentADay - Invitation.MaxOpen})");
        Assert.Equal("409 invitation.too_many", await CodeAsync(() => Team(_owner).InviteAsync(new(AddressOf(UserId.New()), VendorRoles.Orders))));
    }

    [Fact]
    public async Task Who_loses_the_right_to_invite_loses_the_invitations_too()
    {
        await OpenShopAsync(secondRole: VendorRole.Manager);
        var address = await ConfirmAsync(_newcomer);
        await Team(_second).InviteAsync(new(address, VendorRoles.Orders));
        var key = await KeyAsync(address);

        await Team(_owner).ChangeRoleAsync(_second.Value, VendorRoles.Orders);

        Assert.Equal("409 invitation.over", await CodeAsync(() => Mine(_newcomer).AcceptAsync(key)));
        Assert.Equal(["WITHDRAWN", "ROLE_CHANGED"], (await Team(_owner).HistoryAsync()).Items.Take(2).Select(h => h.Act).OrderDescending());
    }

    [Fact]
    public async Task One_person_has_another_role_in_another_shop_and_addresses_are_for_who_manages()
    {
        var first = await OpenShopAsync(secondRole: VendorRole.Finance);
        var other = SampleVendors.Open(UserId.New(), Now, "Other");
        other.Join(_second, VendorRole.Catalogue, Now);
        await app.SaveAsync(other);
        await KnownAsync(_owner);

        var me = await new MeClient(app.As(_second)).GetAsync();
        Assert.Equal([VendorRoles.Finance, VendorRoles.Catalogue], me.Shops.OrderBy(s => s.Name).Select(s => s.Role));
        using var http = app.As(_second);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/api/v1/vendor/today", first));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http, "/api/v1/vendor/today", other));

        Assert.Equal([null, null], (await new TeamClient(ForShop(_second, first)).GetAsync()).Members.Select(m => m.Email));
        Assert.Contains(AddressOf(_owner), (await Team(_owner).GetAsync()).Members.Select(m => m.Email));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_owners_who_demote_each_other_or_leave_together_leave_one_owner(bool byDemoting)
    {
        var shop = await OpenShopAsync(secondRole: VendorRole.Owner);
        string? first = null, second = null;
        await using (var gate = await GateAsync(shop))
        {
            await gate.LineUpAsync(
                async () => first = await CodeAsync(() => byDemoting ? Team(_owner).ChangeRoleAsync(_second.Value, VendorRoles.Orders) : Team(_owner).LeaveAsync()),
                async () => second = await CodeAsync(() => byDemoting ? Team(_second).ChangeRoleAsync(_owner.Value, VendorRoles.Orders) : Team(_second).LeaveAsync()));
        }

        Assert.Equal((null, byDemoting ? "403 vendor.not_permitted" : "409 vendor.last_owner"), (first, second));
        await using var db = app.OpenDb();
        Assert.Equal(1, await db.Set<VendorMember>().CountAsync(m => m.VendorId == shop.Id && m.Role == VendorRole.Owner));
    }

    [Fact]
    public async Task The_database_itself_keeps_an_owner_even_against_two_at_once()
    {
        var shop = await OpenShopAsync(secondRole: VendorRole.Owner);
        await using NpgsqlConnection one = new(app.ConnectionString), other = new(app.ConnectionString);
        await one.OpenAsync();
        await other.OpenAsync();
        await using var first = await one.BeginTransactionAsync();
        await using var second = await other.BeginTransactionAsync();
        await RunAsync(one, $"delete from vendors.members where user_id = '{_owner.Value}'");
        await RunAsync(other, $"update vendors.members set role = 'Orders' where user_id = '{_second.Value}'");

        await first.CommitAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => second.CommitAsync());
        Assert.Equal("ck_members_owner", refused.ConstraintName);
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync($"delete from vendors.members where vendor_id = '{shop.Id.Value}'"));
        await RunAsync($"delete from vendors.vendors where id = '{shop.Id.Value}'"); // the shop as a whole may go
    }

    [Fact]
    public async Task Records_of_a_team_cannot_be_changed()
    {
        await OpenShopAsync();
        await Team(_owner).InviteAsync(new(AddressOf(_newcomer), VendorRoles.Orders));

        await Assert.ThrowsAsync<PostgresException>(() => RunAsync($"update audit.entries set action = 'team.Left' where actor_id = '{_owner.Value}'"));
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync($"delete from audit.entries where actor_id = '{_owner.Value}'"));
    }

    [Fact]
    public async Task Accepting_twice_at_once_joins_once()
    {
        var (shop, key) = await InvitedAsync();
        List<string?> answers = [];
        await using (var gate = await GateAsync(shop))
        {
            async Task AcceptAsync()
            {
                var code = await CodeAsync(() => Mine(_newcomer).AcceptAsync(key));
                lock (answers)
                {
                    answers.Add(code);
                }
            }

            await gate.LineUpAsync(AcceptAsync, AcceptAsync);
        }

        Assert.Equal([null, "409 invitation.over"], answers.Order());
        Assert.Single((await Team(_owner).HistoryAsync()).Items, h => h.Act == "JOINED");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accepting_and_withdrawing_at_once_have_one_winner(bool acceptFirst)
    {
        var (shop, key) = await InvitedAsync();
        var id = (await Team(_owner).GetAsync()).Invitations[0].Id;
        string? accepted = null, withdrawn = null;
        await using (var gate = await GateAsync(shop))
        {
            Func<Task> accept = async () => accepted = await CodeAsync(() => Mine(_newcomer).AcceptAsync(key));
            Func<Task> withdraw = async () => withdrawn = await CodeAsync(() => Team(_owner).WithdrawAsync(id));
            await gate.LineUpAsync(acceptFirst ? [accept, withdraw] : [withdraw, accept]);
        }

        Assert.Equal(acceptFirst ? (null, "409 invitation.over") : ("409 invitation.over", null), (accepted, withdrawn));
        Assert.Equal(acceptFirst ? 3 : 2, (await Team(_owner).GetAsync()).Members.Count);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<Vendor> OpenShopAsync(VendorRole secondRole = VendorRole.Orders)
    {
        var shop = SampleVendors.Open(_owner, Now);
        shop.Join(_second, secondRole, Now);
        shop.TakeEvents();
        await app.SaveAsync(shop);
        return shop;
    }

    private async Task<(Vendor Shop, string Key)> InvitedAsync()
    {
        var shop = await OpenShopAsync();
        var address = await ConfirmAsync(_newcomer);
        await Team(_owner).InviteAsync(new(address, VendorRoles.Orders));
        return (shop, await KeyAsync(address));
    }

    private TeamClient Team(UserId user) => new(app.As(user));

    private InvitationsClient Mine(UserId user) => new(app.As(user));

    private HttpClient ForShop(UserId user, Vendor shop)
    {
        var http = app.As(user);
        http.DefaultRequestHeaders.Add(ApiHttp.Vendor, shop.Id.Value.ToString());
        return http;
    }

    private static string AddressOf(UserId user) => $"{user.Value:N}@example.org";

    private async Task<string> ConfirmAsync(UserId user)
    {
        await RunAsync($"insert into identity.confirmed_addresses values ('{user.Value}', '{AddressOf(user)}')");
        return AddressOf(user);
    }

    /// <summary>Lets the identity server know somebody.</summary>
    private async Task<string> KnownAsync(UserId user)
    {
        await app.KnowAsync(user, "customer");
        return AddressOf(user);
    }

    /// <summary>From the latest mail to this address.</summary>
    private async Task<string> KeyAsync(string address)
    {
        await using var db = app.OpenDb();
        var mail = await db.Set<Mail>().Where(m => m.Recipient == address).OrderByDescending(m => m.QueuedAt).FirstAsync();
        return Uri.UnescapeDataString(Key().Match(mail.Text!).Groups["key"].Value);
    }

    private async Task<IReadOnlyList<string>> EventsAsync()
    {
        await using var db = app.OpenDb();
        var types = await db.Database.SqlQuery<string>($"select o.type as \"Value\" from shared.outbox o join vendors.vendors v on v.id = o.stream_id join audit.entries r on r.vendor_id = v.id and r.actor_id = {_owner.Value} and r.action = 'team.Invited' order by o.position").ToListAsync();
        return [.. types.Select(t => t[(t.LastIndexOf('.') + 1)..]).Where(t => t.StartsWith("VendorMember", StringComparison.Ordinal))];
    }

    private Task<RowGate> GateAsync(Vendor shop) => RowGate.CloseAsync(app.ConnectionString, "vendors.vendors", "id", shop.Id.Value);

    private async Task RunAsync(string sql)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteAsync(sql);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path, Vendor shop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { ApiHttp.Vendor, shop.Id.Value.ToString() } } };
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string?> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ApiException refused)
        {
            return $"{(int)refused.Status} {refused.Code}";
        }
    }

    [GeneratedRegex(@"/invitation\?key=(?<key>[A-Za-z0-9_%-]+)")]
    private static partial Regex Key();
}
