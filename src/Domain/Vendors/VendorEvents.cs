using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public sealed record VendorRegistered(VendorId VendorId, UserId OwnerId, string Name, DateTimeOffset At) : IDomainEvent;

/// <param name="IsAgain">It was open before, and had been suspended.</param>
public sealed record VendorApproved(VendorId VendorId, string Name, bool IsAgain, DateTimeOffset At) : IDomainEvent;

public sealed record VendorSuspended(VendorId VendorId, string Name, string Reason, DateTimeOffset At) : IDomainEvent;

/// <summary>What the marketplace keeps of the goods in orders from now on, in percent.</summary>
public sealed record VendorCommissionChanged(VendorId VendorId, string Name, decimal From, decimal To, DateTimeOffset At) : IDomainEvent;

/// <summary>The profile, the opening hours or whether it takes orders changed.</summary>
public sealed record VendorUpdated(VendorId VendorId, DateTimeOffset At) : IDomainEvent;

[EventName("vendor.member_invited")]
public sealed record VendorMemberInvited(VendorId VendorId, InvitationId InvitationId, UserId By, VendorRole Role, DateTimeOffset At) : IDomainEvent;

[EventName("vendor.member_joined")]
public sealed record VendorMemberJoined(VendorId VendorId, UserId UserId, VendorRole Role, DateTimeOffset At) : IDomainEvent;

[EventName("vendor.member_changed")]
public sealed record VendorMemberChanged(VendorId VendorId, UserId UserId, UserId By, VendorRole Before, VendorRole After, DateTimeOffset At) : IDomainEvent;

/// <summary>Somebody left, or was taken out of the team.</summary>
[EventName("vendor.member_removed")]
public sealed record VendorMemberRemoved(VendorId VendorId, UserId UserId, UserId By, VendorRole Role, DateTimeOffset At) : IDomainEvent;

public sealed record InvitationSentAgain(VendorId VendorId, InvitationId InvitationId, DateTimeOffset At) : IDomainEvent;

public sealed record InvitationEnded(VendorId VendorId, InvitationId InvitationId, InvitationState State, DateTimeOffset At) : IDomainEvent;
