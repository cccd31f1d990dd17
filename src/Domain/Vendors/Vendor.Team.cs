using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

/// <summary>
/// The team: who works here, and as what. There is an owner at every moment. Each change comes back as the record of it, so that it
/// cannot be made without one.
/// </summary>
public sealed partial class Vendor
{
    public const int MaxMembers = 50;

    public VendorMember? MemberOf(UserId user) => _members.FirstOrDefault(m => m.UserId == user);

    public IEnumerable<VendorMember> MembersWho(VendorRight right) => _members.Where(m => m.Role.May(right));

    /// <summary>Lets somebody in, who was invited.</summary>
    public Result<TeamRecord> Join(UserId user, VendorRole role, DateTimeOffset now)
    {
        if (MemberOf(user) is not null)
        {
            return TeamErrors.AlreadyMember;
        }

        if (_members.Count >= MaxMembers)
        {
            return TeamErrors.Full;
        }

        _members.Add(new(Id, user, role, now));
        Raise(new VendorMemberJoined(Id, user, role, now));
        return new TeamRecord(Id, TeamAct.Joined, user, user, null, null, role, now);
    }

    /// <summary>Gives a member another role. An owner may hand the shop on in this way, and step down once there is another.</summary>
    public Result<TeamRecord> ChangeRole(UserId by, UserId user, VendorRole role, DateTimeOffset now)
    {
        if (MemberOf(user) is not { } member)
        {
            return TeamErrors.MemberNotFound;
        }

        if (MemberOf(by) is not { } actor || !actor.Role.MayGive(member.Role) || !actor.Role.MayGive(role))
        {
            return TeamErrors.NotPermitted;
        }

        if (member.Role == role)
        {
            return TeamErrors.SameRole;
        }

        if (IsLastOwner(member))
        {
            return TeamErrors.LastOwner;
        }

        var before = member.Role;
        member.Become(role);
        Raise(new VendorMemberChanged(Id, user, by, before, role, now));
        return new TeamRecord(Id, TeamAct.RoleChanged, by, user, null, before, role, now);
    }

    /// <summary>Takes somebody out of the team; everybody may leave by themselves.</summary>
    public Result<TeamRecord> Remove(UserId by, UserId user, DateTimeOffset now)
    {
        if (MemberOf(user) is not { } member)
        {
            return TeamErrors.MemberNotFound;
        }

        if (MemberOf(by) is not { } actor || (by != user && !actor.Role.MayGive(member.Role)))
        {
            return TeamErrors.NotPermitted;
        }

        if (IsLastOwner(member))
        {
            return TeamErrors.LastOwner;
        }

        _members.Remove(member);
        Raise(new VendorMemberRemoved(Id, user, by, member.Role, now));
        return new TeamRecord(Id, by == user ? TeamAct.Left : TeamAct.Removed, by, user, null, member.Role, null, now);
    }

    private bool IsLastOwner(VendorMember member) => member.Role == VendorRole.Owner && _members.Count(m => m.Role == VendorRole.Owner) == 1;
}
