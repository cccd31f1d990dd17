using Marketplace.Domain.Catalog;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Inventory;

/// <summary>
/// The units of one variant. Written only by conditional statements of the stock port, never by reading and saving:
/// <c>0 ≤ Reserved ≤ OnHand</c> holds in the database.
/// </summary>
public sealed class StockItem
{
    public const int MaxOnHand = 1_000_000;

    private StockItem() { } // EF Core

    public StockItem(VariantId variantId, VendorId vendorId, int onHand, int lowStockAt) =>
        (VariantId, VendorId, OnHand, LowStockAt) = (variantId, vendorId, onHand, lowStockAt);

    public VariantId VariantId { get; private init; }
    public VendorId VendorId { get; private init; }
    public int OnHand { get; private init; }
    public int Reserved { get; private init; }

    /// <summary>At this many available units, or fewer, the shop is told. 0 never tells before it is sold out.</summary>
    public int LowStockAt { get; private init; }
}

public enum ReservationState
{
    Open,

    /// <summary>Sold: the units have left the shelf.</summary>
    Committed,

    /// <summary>Given back: declined, expired or cancelled.</summary>
    Released,
}

/// <summary>Units held for an order until a deadline.</summary>
public sealed class Reservation
{
    private Reservation() { } // EF Core

    public Reservation(OrderId orderId, VariantId variantId, VendorOrderId vendorOrderId, int quantity, ReservationState state, DateTimeOffset createdAt, DateTimeOffset? deadline) =>
        (OrderId, VariantId, VendorOrderId, Quantity, State, CreatedAt, Deadline) = (orderId, variantId, vendorOrderId, quantity, state, createdAt, deadline);

    public OrderId OrderId { get; private init; }
    public VariantId VariantId { get; private init; }
    public VendorOrderId VendorOrderId { get; private init; }
    public int Quantity { get; private init; }
    public ReservationState State { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Null: held until somebody decides (cash orders are committed at once).</summary>
    public DateTimeOffset? Deadline { get; private init; }
}

/// <summary>Why units moved.</summary>
public enum MovementReason
{
    Opening,
    Reserved,
    Released,
    Sold,
    Cancelled,
    Returned,
    Counted,
    Imported,
}

/// <summary>One change of a variant's units; the sum of all changes is what is there now.</summary>
public sealed class StockMovement
{
    private StockMovement() { } // EF Core

    public StockMovement(VariantId variantId, int change, int reservedChange, int onHandAfter, MovementReason reason, string? who, OrderId? orderId, DateTimeOffset at) =>
        (VariantId, Change, ReservedChange, OnHandAfter, Reason, Who, OrderId, At) = (variantId, change, reservedChange, onHandAfter, reason, who, orderId, at);

    public long Id { get; private init; }
    public VariantId VariantId { get; private init; }
    public int Change { get; private init; }
    public int ReservedChange { get; private init; }
    public int OnHandAfter { get; private init; }
    public MovementReason Reason { get; private init; }
    public string? Note { get; private init; }
    public string? Who { get; private init; }
    public OrderId? OrderId { get; private init; }
    public DateTimeOffset At { get; private init; }
}

/// <summary>A variant fell to its alarm level.</summary>
public sealed record StockRanLow(VariantId VariantId, VendorId VendorId, int Available, DateTimeOffset At) : IDomainEvent;

public static class InventoryErrors
{
    public static Error NotEnough(VariantId variant, int available) => new(
        ErrorKind.Conflict, "stock.not_enough", available <= 0 ? "One of the things in your cart has just sold out." : $"Only {available} of one of the things in your cart are left.", variant.Value.ToString());

    public static Error BelowReserved(int reserved) => new(ErrorKind.Conflict, "stock.below_reserved", $"{reserved} of these are promised to orders, so there must be at least {reserved}.", "onHand");

    public static Error NotSoMany(int onHand) => new(ErrorKind.Conflict, "stock.not_so_many", $"There are only {onHand} of one of its variants.", "units");

    public static Error TooMany { get; } = new(ErrorKind.Invalid, "stock.too_many", $"A shelf holds 0 to {StockItem.MaxOnHand} units.", "units");

    public static Error Changed(int onHand) => new(ErrorKind.Conflict, "stock.changed", $"The stock changed while you were editing: it is {onHand} now.", "expectedOnHand");

    public static Error NotFound { get; } = new(ErrorKind.NotFound, "stock.not_found", "There is no such product.");
}
