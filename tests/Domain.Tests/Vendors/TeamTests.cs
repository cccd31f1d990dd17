using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Vendors;

public sealed class TeamTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    private static readonly byte[] KeyHash = new byte[32];

    private readonly UserId _owner = UserId.New();
    private readonly UserId _manager = UserId.New();
    private readonly UserId _packer = UserId.New();
    private readonly Vendor _shop;

    public TeamTests()
    {
        _shop = Vendor.Register(_owner, "lotus", new("Lotus", "", "1 Market Street", "Tarapet", "IN-TN", "600001", "IN", new(12.91, 80.24), "+91 98400 11111", "shop@example.org"), 10, Now).Value!;
        _shop.Join(_manager, VendorRole.Manager, Now);
        _shop.Join(_packer, VendorRole.Orders, Now);
        _shop.TakeEvents();
    }

    [Fact]
    public void Hands_the_shop_on_and_keeps_an_owner_at_every_moment()
    {
        Assert.Equal("vendor.last_owner", _shop.ChangeRole(_owner, _owner, VendorRole.Manager, Now).Error?.Code);
        Assert.Equal("vendor.last_owner", _shop.Remove(_owner, _owner, Now).Error?.Code);

        Assert.True(_shop.ChangeRole(_owner, _manager, VendorRole.Owner, Now).IsSuccess);
        Assert.True(_shop.ChangeRole(_owner, _owner, VendorRole.Finance, Now).IsSuccess);

        Assert.Equal("vendor.last_owner", _shop.Remove(_manager, _manager, Now).Error?.Code);
        Assert.Equal([VendorRole.Finance, VendorRole.Owner, VendorRole.Orders], _shop.Members.Select(m => m.Role));
    }

    [Fact]
    public void A_manager_changes_the_others_but_neither_owners_nor_managers()
    {
        Assert.Equal("vendor.not_permitted", _shop.ChangeRole(_manager, _owner, VendorRole.Orders, Now).Error?.Code);
        Assert.Equal("vendor.not_permitted", _shop.ChangeRole(_manager, _packer, VendorRole.Manager, Now).Error?.Code);
        Assert.Equal("vendor.not_permitted", _shop.ChangeRole(_manager, _manager, VendorRole.Owner, Now).Error?.Code);
        Assert.Equal("vendor.not_permitted", _shop.Remove(_manager, _owner, Now).Error?.Code);
        Assert.Equal("vendor.not_permitted", _shop.Remove(_packer, _manager, Now).Error?.Code);
        Assert.Equal("vendor.not_permitted", _shop.Remove(UserId.New(), _packer, Now).Error?.Code);
        Assert.Equal("vendor.member_not_found", _shop.Remove(_owner, UserId.New(), Now).Error?.Code);
        Assert.Equal("vendor.same_role", _shop.ChangeRole(_manager, _packer, VendorRole.Orders, Now).Error?.Code);
        Assert.Empty(_shop.TakeEvents());

        Assert.True(_shop.ChangeRole(_manager, _packer, VendorRole.Catalogue, Now).IsSuccess);
        Assert.True(_shop.Remove(_manager, _packer, Now).IsSuccess);
    }

    [Fact]
    public void Every_change_leaves_a_record_and_an_event()
    {
        var changed = _shop.ChangeRole(_owner, _packer, VendorRole.Finance, Now).Value!;
        var left = _shop.Remove(_packer, _packer, Now).Value!;

        Assert.Equal((TeamAct.RoleChanged, _owner, _packer, VendorRole.Orders, VendorRole.Finance), (changed.Act, changed.By, changed.Member, changed.Before, changed.After));
        Assert.Equal((TeamAct.Left, _packer, _packer, VendorRole.Finance, null), (left.Act, left.By, left.Member, left.Before, left.After));
        Assert.Equal([typeof(VendorMemberChanged), typeof(VendorMemberRemoved)], _shop.TakeEvents().Select(e => e.GetType()));
        Assert.Null(_shop.MemberOf(_packer));
    }

    [Fact]
    public void An_invitation_opens_once_for_seven_days()
    {
        var (invitation, record) = Invite(" New@Example.org ", VendorRole.Chat);
        Assert.Equal(("new@example.org", TeamAct.Invited, VendorRole.Chat), (invitation.Email, record.Act, record.After));
        Assert.Equal("invitation.expired", invitation.Accept(_shop, UserId.New(), Now + Invitation.Lifetime).Error?.Code);
        Assert.Equal("invitation.expired", invitation.Decline(UserId.New(), Now + Invitation.Lifetime).Error?.Code);

        var person = UserId.New();
        Assert.True(invitation.Accept(_shop, person, Now + Invitation.Lifetime - TimeSpan.FromSeconds(1)).IsSuccess);

        Assert.Equal(VendorRole.Chat, _shop.MemberOf(person)?.Role);
        Assert.Equal("invitation.over", invitation.Accept(_shop, UserId.New(), Now).Error?.Code);
        Assert.Equal("invitation.over", invitation.Withdraw(_shop.MemberOf(_owner)!, Now).Error?.Code);
    }

    [Fact]
    public void It_is_sent_again_with_another_key_and_withdrawn_by_who_might_have_sent_it()
    {
        var (invitation, _) = Invite("new@example.org", VendorRole.Manager);
        var (owner, manager) = (_shop.MemberOf(_owner)!, _shop.MemberOf(_manager)!);
        byte[] another = [.. Enumerable.Repeat((byte)1, 32)];

        Assert.Equal("invitation.sent_just_now", invitation.SendAgain(owner, another, Now).Error?.Code);
        Assert.Equal("vendor.not_permitted", invitation.SendAgain(manager, another, Now.AddDays(6)).Error?.Code);
        Assert.Equal("vendor.not_permitted", invitation.Withdraw(manager, Now).Error?.Code);
        Assert.True(invitation.SendAgain(owner, another, Now.AddDays(6)).IsSuccess);

        Assert.Equal((another, Now.AddDays(13)), (invitation.KeyHash, invitation.ExpiresAt));
        Assert.Equal(TeamAct.Withdrawn, invitation.Withdraw(owner, Now).Value?.Act);
        Assert.Equal("invitation.over", invitation.Decline(UserId.New(), Now).Error?.Code);
    }

    [Theory]
    [InlineData("nobody", VendorRole.Chat, "invitation.email_invalid")]
    [InlineData("new@example.org", VendorRole.Owner, "invitation.role_invalid")]
    public void Not_every_address_and_role_can_be_invited(string email, VendorRole role, string code) =>
        Assert.Equal(code, Invitation.Send(_shop, _owner, email, role, KeyHash, Now).Error?.Code);

    [Fact]
    public void Who_does_not_manage_the_team_invites_nobody()
    {
        Assert.Equal("vendor.not_permitted", Invitation.Send(_shop, _packer, "new@example.org", VendorRole.Chat, KeyHash, Now).Error?.Code);
        Assert.Equal("vendor.not_permitted", Invitation.Send(_shop, _manager, "new@example.org", VendorRole.Manager, KeyHash, Now).Error?.Code);
    }

    [Fact]
    public void A_team_has_room_for_so_many()
    {
        while (_shop.Members.Count < Vendor.MaxMembers)
        {
            Assert.True(_shop.Join(UserId.New(), VendorRole.Chat, Now).IsSuccess);
        }

        Assert.Equal("vendor.team_full", _shop.Join(UserId.New(), VendorRole.Chat, Now).Error?.Code);
        Assert.Equal("vendor.team_full", Invitation.Send(_shop, _owner, "new@example.org", VendorRole.Chat, KeyHash, Now).Error?.Code);
        Assert.Equal("vendor.already_member", _shop.Join(_packer, VendorRole.Chat, Now).Error?.Code);
    }

    private (Invitation Invitation, TeamRecord Record) Invite(string email, VendorRole role) => Invitation.Send(_shop, _owner, email, role, KeyHash, Now).Value;
}
