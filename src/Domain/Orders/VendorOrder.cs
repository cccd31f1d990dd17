using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Orders;

/// <summary>
/// The part of an order that one shop fulfils and is paid for. It changes only through its <see cref="Order"/>, which
/// follows its parts.
/// </summary>
public sealed class VendorOrder
{
    public const int NoteMaxLength = 300;
    public const int ReasonMaxLength = 500;

    private readonly List<OrderLine> _lines = [];

    private VendorOrder() { } // EF Core

    internal VendorOrder(OrderId orderId, string number, PartDraft draft, bool priceIncludesTax)
    {
        (Id, OrderId, Number, VendorId, Method, State) = (VendorOrderId.New(), orderId, number, draft.VendorId, draft.Method, VendorOrderState.Pending);
        (VendorName, VendorHue, VendorSlug) = (draft.VendorName, draft.VendorHue, draft.VendorSlug);
        (VendorStreet, VendorPosition) = (draft.VendorStreet, draft.VendorPosition);
        _lines.AddRange(draft.Lines.Select(l => new OrderLine(l, priceIncludesTax)));
        Goods = _lines.Aggregate(Money.Zero(draft.DeliveryFee.Currency), (sum, line) => sum + line.Total);
        (DeliveryFee, RiderFee, PlatformFee) = (draft.DeliveryFee, draft.RiderFee, draft.PlatformFee);
        Tax = _lines.Aggregate(
            Orders.Tax.Of(DeliveryFee, draft.FeesTaxRate, priceIncludesTax) + Orders.Tax.Of(PlatformFee, draft.FeesTaxRate, priceIncludesTax),
            (sum, line) => sum + line.Tax);
        Total = priceIncludesTax ? Goods + DeliveryFee + PlatformFee : Goods + DeliveryFee + PlatformFee + Tax;
        (CommissionPercent, Commission) = (draft.CommissionPercent, Goods.Percent(draft.CommissionPercent));
        (DistanceKm, ArrivesFrom, ArrivesTo) = (draft.DistanceKm, draft.ArrivesFrom, draft.ArrivesTo);
        (PickupCode, Pin, Note) = (draft.PickupCode, draft.Pin, string.IsNullOrWhiteSpace(draft.Note) ? null : draft.Note.Trim());
    }

    public VendorOrderId Id { get; private init; }
    public OrderId OrderId { get; private init; }
    public string Number { get; private init; } = "";
    public VendorId VendorId { get; private init; }
    public string VendorName { get; private init; } = "";
    public string VendorSlug { get; private init; } = "";
    public int VendorHue { get; private init; }
    public string VendorStreet { get; private init; } = "";
    public Position VendorPosition { get; private init; }
    public FulfilmentMethod Method { get; private init; }
    public VendorOrderState State { get; private set; }
    public IReadOnlyList<OrderLine> Lines => _lines;
    public Money Goods { get; private init; }

    /// <summary>What the shopper pays for the delivery.</summary>
    public Money DeliveryFee { get; private init; }

    /// <summary>What the rider earns with it; not zero when the shop delivers free of charge.</summary>
    public Money RiderFee { get; private init; }

    /// <summary>This part's share of the order's platform fee.</summary>
    public Money PlatformFee { get; private init; }
    public Money Tax { get; private init; }
    public Money Total { get; private init; }

    /// <summary>The tax on the goods alone, without the one on delivery and fee.</summary>
    public Money GoodsTax => _lines.Aggregate(Money.Zero(Goods.Currency), (sum, line) => sum + line.Tax);

    /// <summary>What of it the shopper pays beside the goods: nothing where prices include it.</summary>
    public Money GoodsTaxOnTop => Total == Goods + DeliveryFee + PlatformFee ? Money.Zero(Goods.Currency) : GoodsTax;

    /// <summary>What the shop receives for it, of which it owes the tax.</summary>
    public Money ShopReceives => Goods + GoodsTaxOnTop - Commission;

    /// <summary>Null until it is certain: delivered, or given back and over.</summary>
    public Earning? Earning => State switch
    {
        VendorOrderState.Delivered => new(Goods, Money.Zero(Goods.Currency), GoodsTax, GoodsTaxOnTop, DeliveryFee, Commission),
        VendorOrderState.Cancelled or VendorOrderState.Returned => Orders.Earning.GivenBack(Goods),
        _ => null,
    };

    /// <summary>Frozen when the order is placed, in percent of the goods.</summary>
    public decimal CommissionPercent { get; private init; }
    public Money Commission { get; private init; }
    public double? DistanceKm { get; private init; }
    public DateTimeOffset ArrivesFrom { get; private set; }
    public DateTimeOffset ArrivesTo { get; private set; }

    /// <summary>Until when the shop must answer, once the order is confirmed.</summary>
    public DateTimeOffset? AnswerBy { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateTimeOffset? ReadyBy { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public CancelCause? CancelCause { get; private set; }
    public string? CancelReason { get; private set; }
    public string? Note { get; private init; }

    /// <summary>Four digits that the shop gives to the rider with the bag.</summary>
    public string PickupCode { get; private init; } = "";

    /// <summary>Four digits that the shopper gives to the rider, or to the shop when collecting.</summary>
    public string Pin { get; private init; } = "";

    /// <summary>Free of charge for the shopper until the shop begins.</summary>
    public bool CanBeCancelledByCustomer => State is VendorOrderState.Pending or VendorOrderState.Confirmed;

    internal Error? Move(VendorOrderAction action, DateTimeOffset now)
    {
        if (OrderProgress.After(State, action) is not { } next)
        {
            return OrderErrors.NotPossible(State, action);
        }

        State = next;
        EndedAt = OrderProgress.IsEnded(next) ? now : null;
        return null;
    }

    internal void ExpectAnswerBy(DateTimeOffset deadline) => AnswerBy = deadline;

    internal void PrepareUntil(DateTimeOffset readyBy, DateTimeOffset now)
    {
        (AcceptedAt, ReadyBy, AnswerBy) = (now, readyBy, null);
        if (Method == FulfilmentMethod.Pickup)
        {
            (ArrivesFrom, ArrivesTo) = (readyBy, readyBy + TimeSpan.FromMinutes(15));
        }
    }

    internal void Expect(DateTimeOffset from, DateTimeOffset to) => (ArrivesFrom, ArrivesTo) = (from, to);

    internal void RememberCancellation(CancelCause cause, string reason) =>
        (CancelCause, CancelReason, AnswerBy) = (cause, reason.Length <= ReasonMaxLength ? reason : reason[..ReasonMaxLength], null);
}

/// <summary>What was bought, as it was when it was bought.</summary>
public sealed class OrderLine
{
    private OrderLine() { } // EF Core

    internal OrderLine(LineDraft draft, bool priceIncludesTax)
    {
        (Id, ProductId, VariantId, Sku) = (OrderLineId.New(), draft.ProductId, draft.VariantId, draft.Sku);
        (ProductSlug, Name, VariantText, ImageId) = (draft.ProductSlug, draft.Name, draft.VariantText, draft.ImageId);
        (Quantity, UnitPrice, TaxRate, TaxRegion) = (draft.Quantity, draft.UnitPrice, draft.TaxRate, draft.TaxRegion);
        Total = UnitPrice * Quantity;
        Tax = Orders.Tax.Of(Total, TaxRate, priceIncludesTax);
    }

    public OrderLineId Id { get; private init; }
    public ProductId ProductId { get; private init; }
    public VariantId VariantId { get; private init; }
    public string Sku { get; private init; } = "";
    public string ProductSlug { get; private init; } = "";
    public string Name { get; private init; } = "";
    public string? VariantText { get; private init; }
    public MediaId? ImageId { get; private init; }
    public int Quantity { get; private init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value)); }
    public Money UnitPrice { get; private init; }
    public Money Total { get; private init; }
    public decimal TaxRate { get; private init; }

    /// <summary>The name of the region whose rate it is.</summary>
    public string TaxRegion { get; private init; } = "";
    public Money Tax { get; private init; }

    /// <summary>The shopper's 1 to 5 stars, after delivery.</summary>
    public int? Stars { get; private set; }

    internal int? Rate(int stars)
    {
        var before = Stars;
        Stars = stars is >= 1 and <= 5 ? stars : throw new ArgumentOutOfRangeException(nameof(stars));
        return before;
    }
}

/// <summary>One shop's part as checkout worked it out.</summary>
public sealed record PartDraft(
    VendorId VendorId, string VendorName, string VendorSlug, int VendorHue, string VendorStreet, Position VendorPosition, FulfilmentMethod Method,
    IReadOnlyList<LineDraft> Lines, Money DeliveryFee, Money RiderFee, Money PlatformFee, decimal FeesTaxRate, decimal CommissionPercent,
    double? DistanceKm, DateTimeOffset ArrivesFrom, DateTimeOffset ArrivesTo, string PickupCode, string Pin, string? Note);

public sealed record LineDraft(
    ProductId ProductId, VariantId VariantId, string Sku, string ProductSlug, string Name, string? VariantText, MediaId? ImageId, int Quantity, Money UnitPrice, decimal TaxRate,
    string TaxRegion);
