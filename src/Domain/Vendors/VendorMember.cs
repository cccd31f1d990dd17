using Marketplace.Domain.Identity;

namespace Marketplace.Domain.Vendors;

/// <summary>A person who works for a shop. Made only by <see cref="Vendor"/>.</summary>
public sealed class VendorMember
{
    private VendorMember() { } // EF Core

    internal VendorMember(VendorId vendorId, UserId userId, VendorRole role, DateTimeOffset joinedAt) =>
        (VendorId, UserId, Role, JoinedAt) = (vendorId, userId, role, joinedAt);

    public VendorId VendorId { get; private init; }
    public UserId UserId { get; private init; }
    public VendorRole Role { get; private set; }
    public DateTimeOffset JoinedAt { get; private init; }

    internal void Become(VendorRole role) => Role = role;
}
