using Marketplace.Domain.Identity;

namespace Marketplace.Domain.Vendors;

public enum VendorRole
{
    Owner,
    Staff,
}

/// <summary>A person who works for a shop. Made only by <see cref="Vendor"/>.</summary>
public sealed class VendorMember
{
    private VendorMember() { } // EF Core

    internal VendorMember(VendorId vendorId, UserId userId, VendorRole role) => (VendorId, UserId, Role) = (vendorId, userId, role);

    public VendorId VendorId { get; private init; }
    public UserId UserId { get; private init; }
    public VendorRole Role { get; private init; }
}
