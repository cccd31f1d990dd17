using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public readonly record struct InvitationId(Guid Value) : IId<InvitationId>
{
    public static InvitationId From(Guid value) => new(value);
}

public enum InvitationState
{
    Open,
    Accepted,
    Declined,
    Withdrawn,

    /// <summary>Over by time, and another one has taken its place.</summary>
    Expired,
}

/// <summary>
/// A shop asks the holder of a mail address to work for it. The mail has a key, of which we keep the hash; it opens once, in seven
/// days, and only for an account with that very address.
/// </summary>
public sealed class Invitation : AggregateRoot
{
    public const int MaxOpen = 20;
    public const int MaxSentADay = 50;
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private Invitation() { } // EF Core

    public override Guid StreamId => VendorId.Value;
    public InvitationId Id { get; private init; }
    public VendorId VendorId { get; private init; }

    /// <summary>In small letters.</summary>
    public string Email { get; private init; } = "";
    public VendorRole Role { get; private init; }
    public byte[] KeyHash { get; private set; } = [];
    public InvitationState State { get; private set; }
    public UserId InvitedBy { get; private init; }
    public DateTimeOffset InvitedAt { get; private init; }
    public DateTimeOffset SentAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    public static string Normal(string email) => email.Trim().ToLowerInvariant();

    public bool IsOpenAt(DateTimeOffset now) => State == InvitationState.Open && now < ExpiresAt;

    public static Result<(Invitation Invitation, TeamRecord Record)> Send(Vendor vendor, UserId by, string email, VendorRole role, byte[] keyHash, DateTimeOffset now)
    {
        if (vendor.MemberOf(by) is not { } actor || !actor.Role.MayGive(role))
        {
            return TeamErrors.NotPermitted;
        }

        if (role == VendorRole.Owner)
        {
            return TeamErrors.OwnersAreMade;
        }

        if (Normal(email) is not { Length: >= 3 and <= Vendor.EmailMaxLength } address || !address.Contains('@', StringComparison.Ordinal))
        {
            return TeamErrors.Wrong("email", "This is not an e-mail address.");
        }

        if (vendor.Members.Count >= Vendor.MaxMembers)
        {
            return TeamErrors.Full;
        }

        var sent = new Invitation
        {
            Id = InvitationId.New(),
            VendorId = vendor.Id,
            Email = address,
            Role = role,
            KeyHash = keyHash,
            InvitedBy = by,
            InvitedAt = now,
            SentAt = now,
            ExpiresAt = now + Lifetime,
        };
        sent.Raise(new VendorMemberInvited(vendor.Id, sent.Id, by, role, now));
        return (sent, sent.Record(TeamAct.Invited, by, now));
    }

    /// <summary>With a new key, another seven days. The key of the earlier mail opens nothing any more.</summary>
    public Result<TeamRecord> SendAgain(VendorMember actor, byte[] keyHash, DateTimeOffset now)
    {
        if (State != InvitationState.Open)
        {
            return TeamErrors.InvitationOver;
        }

        if (!actor.Role.MayGive(Role))
        {
            return TeamErrors.NotPermitted;
        }

        if (now < SentAt + Pause)
        {
            return TeamErrors.SentJustNow;
        }

        (KeyHash, SentAt, ExpiresAt) = (keyHash, now, now + Lifetime);
        Raise(new InvitationSentAgain(VendorId, Id, now));
        return Record(TeamAct.SentAgain, actor.UserId, now);
    }

    public Result<TeamRecord> Withdraw(VendorMember actor, DateTimeOffset now) => !actor.Role.MayGive(Role) ? TeamErrors.NotPermitted : End(InvitationState.Withdrawn, TeamAct.Withdrawn, actor.UserId, now);

    /// <summary>Who sent it may not invite any more: then it does not hold either.</summary>
    public Result<TeamRecord> EndWithItsSender(UserId by, DateTimeOffset now) => End(InvitationState.Withdrawn, TeamAct.Withdrawn, by, now);

    /// <summary>Makes room for another one to the same address.</summary>
    public void Expire(DateTimeOffset now)
    {
        if (State == InvitationState.Open && now >= ExpiresAt)
        {
            (State, AnsweredAt) = (InvitationState.Expired, now);
            Raise(new InvitationEnded(VendorId, Id, State, now));
        }
    }

    public Result<TeamRecord> Decline(UserId by, DateTimeOffset now) => Check(now) is { } wrong ? wrong : End(InvitationState.Declined, TeamAct.Declined, by, now);

    /// <summary>The record is that of the joining.</summary>
    public Result<TeamRecord> Accept(Vendor vendor, UserId by, DateTimeOffset now)
    {
        if (Check(now) is { } wrong)
        {
            return wrong;
        }

        var joined = vendor.Join(by, Role, now);
        if (joined.IsSuccess)
        {
            (State, AnsweredAt) = (InvitationState.Accepted, now);
            Raise(new InvitationEnded(VendorId, Id, State, now));
        }

        return joined;
    }

    /// <returns>Why it cannot be answered.</returns>
    public Error? Check(DateTimeOffset now) =>
        State != InvitationState.Open ? TeamErrors.InvitationOver : now >= ExpiresAt ? TeamErrors.InvitationExpired : null;

    private Result<TeamRecord> End(InvitationState state, TeamAct act, UserId by, DateTimeOffset now)
    {
        if (State != InvitationState.Open)
        {
            return TeamErrors.InvitationOver;
        }

        (State, AnsweredAt) = (state, now);
        Raise(new InvitationEnded(VendorId, Id, state, now));
        return Record(act, by, now);
    }

    private TeamRecord Record(TeamAct act, UserId by, DateTimeOffset at) => new(VendorId, act, by, null, Id, null, Role, at);
}
