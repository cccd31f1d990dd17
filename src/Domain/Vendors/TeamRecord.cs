using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;

namespace Marketplace.Domain.Vendors;

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

/// <summary>One change of a team: who did what, to whom and when. It is a line of the audit log, written with the change.</summary>
/// <param name="Member">The member it is about.</param>
/// <param name="Invitation">Or the invitation, which knows the address.</param>
public sealed record TeamRecord(VendorId VendorId, TeamAct Act, UserId By, UserId? Member, InvitationId? Invitation, VendorRole? Before, VendorRole? After, DateTimeOffset At)
{
    public const string ActionStart = "team.";

    public AuditNote Note => new(ActionOf(Act), Member is { } member ? AuditSubject.Member(member) : AuditSubject.Invitation(Invitation!.Value), VendorId, Before?.ToString(), After?.ToString());

    public static string ActionOf(TeamAct act) => ActionStart + act;
}
