using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public readonly record struct TeamRecordId(Guid Value) : IId<TeamRecordId>
{
    public static TeamRecordId From(Guid value) => new(value);
}

public enum TeamAct
{
    Invited,
    SentAgain,
    Withdrawn,
    Declined,
    Joined,
    RoleChanged,
    Removed,
    Left,
}

/// <summary>One change of a team: who did what, to whom and when. Written with the change, and never changed itself.</summary>
public sealed class TeamRecord
{
    private TeamRecord() { } // EF Core

    internal TeamRecord(VendorId vendor, TeamAct act, UserId by, UserId? user, string? email, VendorRole? before, VendorRole? after, DateTimeOffset at) =>
        (Id, VendorId, Act, By, UserId, Email, Before, After, At) = (TeamRecordId.New(), vendor, act, by, user, email, before, after, at);

    public TeamRecordId Id { get; private init; }
    public VendorId VendorId { get; private init; }
    public TeamAct Act { get; private init; }
    public UserId By { get; private init; }

    /// <summary>The member it is about.</summary>
    public UserId? UserId { get; private init; }

    /// <summary>The address that it is about, where it is an invitation.</summary>
    public string? Email { get; private init; }
    public VendorRole? Before { get; private init; }
    public VendorRole? After { get; private init; }
    public DateTimeOffset At { get; private init; }
}
