using Marketplace.Domain.Orders;

namespace Marketplace.Application.Orders;

/// <summary>
/// An order's row lock, held until the transaction ends: its parts change one after the other, whoever changes them.
/// Needs a transaction.
/// </summary>
public interface IOrderLocks
{
    Task<Order?> LockAsync(OrderId id, CancellationToken ct);

    Task<Order?> LockAsync(VendorOrderId partId, CancellationToken ct);
}
