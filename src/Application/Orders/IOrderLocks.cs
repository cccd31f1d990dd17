using Marketplace.Domain.Orders;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Orders;

/// <summary>
/// An order's row lock, held until the transaction ends: its parts change one after the other, whoever changes them.
/// Needs a transaction.
/// </summary>
public interface IOrderLocks
{
    Task<Order?> LockAsync(OrderId id, CancellationToken ct);

    /// <param name="owner">Whose part it must be, if anybody's: another shop's order is neither locked nor loaded, so that its id cannot be told from one that is not there.</param>
    Task<Order?> LockAsync(VendorOrderId partId, VendorId? owner, CancellationToken ct);
}
