using Marketplace.Domain.Catalog;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Inventory;

public readonly record struct StockDemand(VariantId VariantId, VendorOrderId VendorOrderId, int Quantity);

/// <param name="Available">Units that can still be bought after the change.</param>
public readonly record struct StockLevel(VariantId VariantId, VendorId VendorId, int OnHand, int Reserved, int LowStockAt)
{
    public int Available => OnHand - Reserved;
}

/// <summary>
/// The shelf. Every method is one conditional statement over all its lines, rows locked in key order, with its movement rows,
/// in the unit of work's transaction if there is one. Each change also publishes <see cref="StockChanged"/>, which the next save writes.
/// </summary>
public interface IStock
{
    /// <summary>Holds all lines for an order, or none: then the error names the first line that cannot be had.</summary>
    Task<Result<Done>> ReserveAsync(OrderId order, IReadOnlyList<StockDemand> demands, DateTimeOffset? deadline, DateTimeOffset now, CancellationToken ct);

    /// <summary>Sells all lines to an order that needs nobody's payment first, or none.</summary>
    Task<Result<Done>> SellAsync(OrderId order, IReadOnlyList<StockDemand> demands, DateTimeOffset now, CancellationToken ct);

    /// <summary>Sells what is held for the order; what is not held any more is left alone.</summary>
    Task CommitAsync(OrderId order, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Gives back what the order holds or was sold, for one part or for all. Units that were sold go back to the shelf. Safe to repeat.
    /// </summary>
    Task ReleaseAsync(OrderId order, VendorOrderId? part, MovementReason reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>A count by hand or an import: the shelf has so many units now.</summary>
    /// <param name="expectedOnHand">What the person saw; another number now refuses the change.</param>
    Task<Result<StockLevel>> SetAsync(
        VariantId variant, VendorId vendor, int onHand, int? expectedOnHand, int? lowStockAt, MovementReason reason, string who, string? note, DateTimeOffset now, CancellationToken ct);

    /// <summary>The same for several variants of a shop at once, all of them or none: to so many units each, or by so many.</summary>
    /// <param name="isChange"><paramref name="units"/> come on top, or go when there are fewer than none.</param>
    Task<Result<Done>> SetAllAsync(
        IReadOnlyList<VariantId> variants, VendorId vendor, int units, bool isChange, MovementReason reason, string who, DateTimeOffset now, CancellationToken ct);

    /// <summary>The first units of new variants.</summary>
    Task OpenAsync(IReadOnlyList<(VariantId Variant, VendorId Vendor, int OnHand, int LowStockAt)> items, string who, DateTimeOffset now, CancellationToken ct);
}
