using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public static class TeamErrors
{
    public static Error NotPermitted { get; } = new(ErrorKind.Forbidden, "vendor.not_permitted", "Your role in this shop does not allow this. Its owner can change that.");
    public static Error Suspended { get; } = new(ErrorKind.Conflict, "vendor.suspended", "The shop is suspended. Orders that it has accepted go on; until the suspension ends, nothing else can be changed.");
    public static Error MemberNotFound { get; } = new(ErrorKind.NotFound, "vendor.member_not_found", "Nobody of this team is meant.");
    public static Error AlreadyMember { get; } = new(ErrorKind.Conflict, "vendor.already_member", "This person works for the shop already.", "email");
    public static Error SameRole { get; } = new(ErrorKind.Conflict, "vendor.same_role", "They have this role already.", "role");
    public static Error LastOwner { get; } = new(ErrorKind.Conflict, "vendor.last_owner", "A shop has an owner at every moment. Make somebody else an owner first.");
    public static Error Full { get; } = new(ErrorKind.Conflict, "vendor.team_full", $"A team has {Vendor.MaxMembers} people at most.");

    public static Error InvitationNotFound { get; } = new(ErrorKind.NotFound, "invitation.not_found", "There is no such invitation for your address.");
    public static Error InvitationExpired { get; } = new(ErrorKind.Conflict, "invitation.expired", "The invitation is over. Ask the shop to send it again.");
    public static Error InvitationOver { get; } = new(ErrorKind.Conflict, "invitation.over", "The invitation was accepted, declined or withdrawn.");
    public static Error AddressNotConfirmed { get; } = new(ErrorKind.Conflict, "invitation.address_not_confirmed", "Confirm the address of your account first: invitations are for an address.");
    public static Error AlreadyInvited { get; } = new(ErrorKind.Conflict, "invitation.already_open", "This address is invited already. Send that invitation again, or withdraw it.", "email");
    public static Error TooManyInvitations { get; } = new(ErrorKind.Conflict, "invitation.too_many", $"At most {Invitation.MaxOpen} invitations can be open, and {Invitation.MaxSentADay} mails be sent in a day.");
    public static Error SentJustNow { get; } = new(ErrorKind.Conflict, "invitation.sent_just_now", "It was sent just now. Give the mail a minute.");
    public static Error OwnersAreMade { get; } = new(ErrorKind.Invalid, "invitation.role_invalid", "Invite them in another role. Once they are here, an owner can make them an owner.", "role");

    public static Error Wrong(string field, string message) => new(ErrorKind.Invalid, $"invitation.{field}_invalid", message, field);
}
