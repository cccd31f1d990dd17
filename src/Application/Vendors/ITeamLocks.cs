using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Vendors;

/// <summary>
/// A shop's row lock, held until the transaction ends: its team changes one step after the other, whoever takes them. Needs a
/// transaction.
/// </summary>
public interface ITeamLocks
{
    Task<Vendor?> LockAsync(VendorId id, CancellationToken ct);
}
