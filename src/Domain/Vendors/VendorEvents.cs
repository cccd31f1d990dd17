using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public sealed record VendorRegistered(VendorId VendorId, UserId OwnerId, string Name, DateTimeOffset At) : IDomainEvent;

public sealed record VendorApproved(VendorId VendorId, string Name, DateTimeOffset At) : IDomainEvent;

public sealed record VendorSuspended(VendorId VendorId, string Name, string Reason, DateTimeOffset At) : IDomainEvent;

/// <summary>The profile, the opening hours or whether it takes orders changed.</summary>
public sealed record VendorUpdated(VendorId VendorId, DateTimeOffset At) : IDomainEvent;
