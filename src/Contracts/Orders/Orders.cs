using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Orders;

/// <summary>States of an order as a whole, derived from its parts. PENDING waits for payment.</summary>
public static class OrderStates
{
    /// <summary>Waits for the payment.</summary>
    public const string Pending = "PENDING";

    /// <summary>Is placed, and waits for the shops.</summary>
    public const string Confirmed = "CONFIRMED";

    /// <summary>A shop has begun.</summary>
    public const string Preparing = "PREPARING";

    /// <summary>A rider has it.</summary>
    public const string OutForDelivery = "OUT_FOR_DELIVERY";

    /// <summary>Some of it is there, some is under way.</summary>
    public const string PartiallyDelivered = "PARTIALLY_DELIVERED";

    /// <summary>All of it that was not cancelled is there.</summary>
    public const string Delivered = "DELIVERED";

    /// <summary>Some of it will not come, the rest is under way.</summary>
    public const string PartiallyCancelled = "PARTIALLY_CANCELLED";

    /// <summary>Nothing of it will come.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Was not paid, or could not be brought.</summary>
    public const string Failed = "FAILED";

    /// <summary>Came back to the shops.</summary>
    public const string Returned = "RETURNED";
}

/// <summary>States of one shop's part.</summary>
public static class VendorOrderStates
{
    /// <summary>Waits for the payment.</summary>
    public const string Pending = "PENDING";

    /// <summary>Waits for the shop to accept it.</summary>
    public const string Confirmed = "CONFIRMED";

    /// <summary>The shop has accepted it.</summary>
    public const string Preparing = "PREPARING";

    /// <summary>Waits at the shop to be fetched.</summary>
    public const string Ready = "READY";

    /// <summary>A rider has it.</summary>
    public const string OutForDelivery = "OUT_FOR_DELIVERY";

    /// <summary>Is with the shopper.</summary>
    public const string Delivered = "DELIVERED";

    /// <summary>Will not come: cancelled or rejected.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Could not be brought.</summary>
    public const string Failed = "FAILED";

    /// <summary>Came back to the shop.</summary>
    public const string Returned = "RETURNED";
}

/// <param name="State">Of <see cref="OrderStates"/>.</param>
/// <param name="Vendors">Shops that have a part of it.</param>
/// <param name="Pictures">Of the first things in it.</param>
public sealed record OrderSummary(
    Guid Id, string Number, string State, DateTimeOffset PlacedAt, MoneyDto Total, int ItemCount, IReadOnlyList<VendorChip> Vendors,
    IReadOnlyList<ImageDto> Pictures, DateTimeOffset? ArrivesFrom, DateTimeOffset? ArrivesTo);

/// <param name="Total">For all units.</param>
/// <param name="Stars">What the shopper gave it: 1 to 5. Null when it is not rated.</param>
/// <param name="TaxRegion">The name of the region whose rate it is, as it was when the order was placed.</param>
public sealed record OrderLineDto(
    Guid Id, Guid? VariantId, string ProductSlug, string Name, string? VariantText, string Sku, ImageDto? Image, int Quantity,
    MoneyDto UnitPrice, MoneyDto Total, decimal TaxRate, MoneyDto Tax, int? Stars, string TaxRegion);

/// <param name="State">Of <see cref="VendorOrderStates"/>: what it came into.</param>
/// <param name="Who">"You", a shop's or a rider's name, or "Marketplace".</param>
/// <param name="Note">A note, in the words of who wrote it.</param>
public sealed record HistoryEntry(string State, DateTimeOffset At, string Who, string? Note);

/// <summary>The part of an order that one shop fulfils.</summary>
/// <param name="State">Of <see cref="VendorOrderStates"/>.</param>
/// <param name="Method">Of <see cref="FulfilmentMethods"/>.</param>
/// <param name="AnswerBy">Until when the shop must accept; after it the part is rejected by itself.</param>
/// <param name="Pin">Four digits that the shopper tells the rider, or the counter when collecting; only the shopper sees it.</param>
/// <param name="CancelReason">Why it was cancelled or rejected, in words.</param>
/// <param name="Note">What the shopper wrote to the shop.</param>
/// <param name="CanCancel">The shopper may still cancel it.</param>
/// <param name="VendorPosition">Where the shop is.</param>
/// <param name="VendorStreet">House and street of the shop.</param>
/// <param name="Tracking">Where it is; null while no rider is looked for.</param>
/// <param name="History">What happened to it, the oldest first.</param>
public sealed record OrderPart(
    Guid Id, VendorChip Vendor, string State, string Method, IReadOnlyList<OrderLineDto> Lines, MoneyDto Goods, MoneyDto Delivery, MoneyDto PlatformFee, MoneyDto Tax,
    MoneyDto Total, DateTimeOffset? ArrivesFrom, DateTimeOffset? ArrivesTo, DateTimeOffset? AnswerBy, string? Pin, string? CancelReason, string? Note,
    bool CanCancel, PositionDto VendorPosition, string VendorStreet, TrackingDto? Tracking, IReadOnlyList<HistoryEntry> History);

/// <param name="Method">Of <see cref="PaymentMethods"/>.</param>
/// <param name="State"><c>INITIATED</c>, <c>COMPLETED</c>, <c>FAILED</c>, <c>EXPIRED</c>, or for cash <c>CASH_DUE</c>, <c>CASH_COLLECTED</c> or <c>CANCELLED</c>.</param>
/// <param name="Amount">What the order costs in all.</param>
/// <param name="Captured">What was paid so far.</param>
/// <param name="CashDue">What is still to be paid in cash; less than the amount once a part was cancelled.</param>
/// <param name="Refunded">What was given back so far.</param>
/// <param name="Refunds">One by one.</param>
public sealed record PaymentSummary(
    string Method, string State, MoneyDto Amount, MoneyDto Captured, MoneyDto CashDue, MoneyDto Refunded, string? FailureReason, IReadOnlyList<RefundSummary> Refunds);

/// <param name="Amount">What is given back.</param>
/// <param name="Reason">For what it was given back.</param>
/// <param name="State"><c>REQUESTED</c> or <c>COMPLETED</c>.</param>
/// <param name="RequestedAt">When it was decided.</param>
/// <param name="CompletedAt">When the gateway had done it.</param>
public sealed record RefundSummary(Guid Id, MoneyDto Amount, string Reason, string State, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt);

/// <param name="State">Of <see cref="OrderStates"/>.</param>
/// <param name="PayBy">Until when it must be paid; null when nothing waits for a payment.</param>
/// <param name="Contact">Whom the shops and riders call.</param>
/// <param name="Address">Where it is brought; null when everything is collected.</param>
/// <param name="Parts">Shop by shop.</param>
/// <param name="Payment">What was paid, and what is due.</param>
/// <param name="CanCancel">Something of it may still be cancelled by the shopper.</param>
/// <param name="GiftMessage">What the shops write on a card; null when it is no gift.</param>
public sealed record OrderDetails(
    Guid Id, string Number, string State, DateTimeOffset PlacedAt, DateTimeOffset? PayBy, ContactDto Contact, AddressDto? Address,
    IReadOnlyList<OrderPart> Parts, MoneyDto Goods, MoneyDto Delivery, MoneyDto PlatformFee, MoneyDto Tax, MoneyDto Total,
    bool PriceIncludesTax, PaymentSummary Payment, bool CanCancel, string LiveTopic, string? GiftMessage = null);

/// <param name="Reason">Optional, up to 500 characters.</param>
public sealed record CancelOrderRequest(string? Reason);

/// <param name="Stars">1 to 5.</param>
public sealed record RateLineRequest(int Stars);

/// <summary>Orders of the shopper. A guest passes the order's access token.</summary>
public sealed class OrdersClient(HttpClient http)
{
    public Task<Page<OrderSummary>> ListAsync(string? state = null, int page = 1, int size = 20, CancellationToken ct = default) =>
        http.GetAsync<Page<OrderSummary>>("api/v1/me/orders" + ApiHttp.Query(("state", state), ("page", page), ("size", size)), ct);

    /// <param name="cursor">The <c>Next</c> of the page before; null begins with the newest.</param>
    public Task<Page<OrderSummary>> FollowAsync(string? cursor = null, int size = 20, CancellationToken ct = default) =>
        http.GetAsync<Page<OrderSummary>>("api/v1/me/orders" + ApiHttp.Query(("cursor", cursor), ("size", size)), ct);

    /// <summary>By number. The caller must own it or hold its token; otherwise there is no such order.</summary>
    public Task<OrderDetails> GetAsync(string number, string? accessToken = null, CancellationToken ct = default) =>
        http.GetAsync<OrderDetails>($"api/v1/orders/{Uri.EscapeDataString(number)}" + ApiHttp.Query(("token", accessToken)), ct);

    /// <summary>Cancels everything that no shop has begun.</summary>
    public Task<OrderDetails> CancelAsync(string number, CancelOrderRequest request, string? accessToken = null, CancellationToken ct = default) =>
        http.PostAsync<OrderDetails>($"api/v1/orders/{Uri.EscapeDataString(number)}/cancel" + ApiHttp.Query(("token", accessToken)), request, ct);

    public Task<OrderDetails> CancelPartAsync(string number, Guid partId, CancelOrderRequest request, string? accessToken = null, CancellationToken ct = default) =>
        http.PostAsync<OrderDetails>($"api/v1/orders/{Uri.EscapeDataString(number)}/parts/{partId}/cancel" + ApiHttp.Query(("token", accessToken)), request, ct);

    /// <summary>A fresh payment page for an order that still waits for payment.</summary>
    public Task<PlacedOrder> PayAgainAsync(string number, string? paymentMethod = null, string? accessToken = null, CancellationToken ct = default) =>
        http.PostAsync<PlacedOrder>($"api/v1/orders/{Uri.EscapeDataString(number)}/pay" + ApiHttp.Query(("token", accessToken), ("method", paymentMethod)), null, ct);

    /// <summary>The browser came back from the gateway: asks the gateway, and confirms or fails the order.</summary>
    public Task<OrderDetails> ReturnFromPaymentAsync(string number, string? accessToken = null, CancellationToken ct = default) =>
        http.PostAsync<OrderDetails>($"api/v1/orders/{Uri.EscapeDataString(number)}/payment-return" + ApiHttp.Query(("token", accessToken)), null, ct);

    /// <summary>Puts what was ordered into the caller's cart again, as far as it can be had now.</summary>
    public Task<ReorderResult> ReorderAsync(string number, string? accessToken = null, CancellationToken ct = default) =>
        http.PostAsync<ReorderResult>($"api/v1/orders/{Uri.EscapeDataString(number)}/reorder" + ApiHttp.Query(("token", accessToken)), null, ct);

    /// <summary>1 to 5 stars for a line that was delivered; the last answer counts.</summary>
    public Task<Nothing> RateLineAsync(string number, Guid lineId, int stars, string? accessToken = null, CancellationToken ct = default) =>
        http.PutAsync<Nothing>($"api/v1/orders/{Uri.EscapeDataString(number)}/lines/{lineId}/rating" + ApiHttp.Query(("token", accessToken)), new RateLineRequest(stars), ct);
}
