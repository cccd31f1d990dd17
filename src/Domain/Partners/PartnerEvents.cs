using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Partners;

public sealed record PartnerApplied(PartnerApplicationId ApplicationId, UserId UserId, PartnerRole Role, DateTimeOffset At) : IDomainEvent;

public sealed record PartnerApplicationApproved(PartnerApplicationId ApplicationId, UserId UserId, PartnerRole Role, DateTimeOffset At) : IDomainEvent;

public sealed record PartnerApplicationRejected(PartnerApplicationId ApplicationId, UserId UserId, PartnerRole Role, string Reason, DateTimeOffset At) : IDomainEvent;

public sealed record PartnerApplicationWithdrawn(PartnerApplicationId ApplicationId, UserId UserId, PartnerRole Role, DateTimeOffset At) : IDomainEvent;

/// <summary>The public page is there, or is there again.</summary>
public sealed record PartnerOpened(PartnerId PartnerId, UserId UserId, PartnerRole Role, bool IsAgain, DateTimeOffset At) : IDomainEvent;

public sealed record PartnerChanged(PartnerId PartnerId, UserId UserId, DateTimeOffset At) : IDomainEvent;

/// <summary>An administrator took the role away.</summary>
public sealed record PartnerClosed(PartnerId PartnerId, UserId UserId, PartnerRole Role, string Reason, DateTimeOffset At) : IDomainEvent;
