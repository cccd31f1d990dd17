using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Orders;

/// <param name="AnswerBy">Until when the shop must accept; after it the part is rejected by itself.</param>
/// <param name="ReadyBy">When the shop said it would be ready.</param>
/// <param name="IsPaid">False: the rider collects cash.</param>
/// <param name="GiftMessage">What to write on a card, when it is a gift.</param>
/// <param name="Handover">What the rider shows or says at the counter; the shop compares it.</param>
public sealed record VendorOrderItem(
    Guid Id, string Number, string State, string Method, string CustomerName, MoneyDto Total, bool IsPaid, double? DistanceKm, int ItemCount,
    IReadOnlyList<VendorOrderItemLine> Lines, string? Note, DateTimeOffset PlacedAt, DateTimeOffset? AnswerBy, DateTimeOffset? ReadyBy,
    bool IsLate, string? RiderName, string? DeliveryState, string? GiftMessage = null);

public sealed record VendorOrderItemLine(int Quantity, string Name, string? VariantText);

/// <summary>A shop's order as the shop sees it: a packing list first, money second.</summary>
/// <param name="PickupCode">Four digits that the shop gives the rider with the bag.</param>
/// <param name="ReturnCode">Four digits that the shop tells the rider who brings the bag back; null while none comes back.</param>
/// <param name="ShopReceives">Goods less commission, with the goods' tax where it comes on top of prices. The ledger settles it in a later version; here it is the frozen calculation. Null, like the commission, for who may not see the money.</param>
public sealed record VendorOrderDetails(
    VendorOrderItem Item, IReadOnlyList<OrderLineDto> Lines, MoneyDto Goods, MoneyDto Delivery, MoneyDto Tax, MoneyDto Total,
    decimal? CommissionPercent, MoneyDto? Commission, MoneyDto? ShopReceives, string? PickupCode, string? ReturnCode, string? CustomerPhone, string? Street,
    TrackingDto? Tracking, string? CancelReason, IReadOnlyList<HistoryEntry> History);

/// <param name="PreparationMinutes">1 to 240.</param>
public sealed record AcceptOrderRequest(int PreparationMinutes);

/// <param name="Reason"><c>OUT_OF_STOCK</c>, <c>TOO_BUSY</c>, <c>CLOSING</c>, <c>CANNOT_DELIVER</c> or <c>OTHER</c>.</param>
public sealed record RejectOrderRequest(string Reason, string? Note);

/// <param name="Pin">The shopper's four digits, when collecting.</param>
public sealed record HandOverRequest(string Pin);

/// <summary>Today at a glance. <c>Hours</c> has 24 entries, the shop's local hours.</summary>
public sealed record VendorToday(
    MoneyDto Sales, MoneyDto SalesSameDayLastWeek, int Orders, int OrdersSameDayLastWeek, int Waiting, int Preparing, int Ready, int Late,
    double? AverageAcceptSeconds, decimal CancelledPercentLast30Days, IReadOnlyList<HourPoint> Hours, IReadOnlyList<DayPoint> Days,
    IReadOnlyList<TopProduct> TopProducts, IReadOnlyList<LowStockItem> LowStock);

public sealed record HourPoint(int Hour, int Orders, decimal Sales);
public sealed record DayPoint(DateOnly Day, int Orders, decimal Sales);
public sealed record TopProduct(Guid ProductId, string Name, ImageDto? Image, int Units, MoneyDto Sales);
public sealed record LowStockItem(Guid ProductId, Guid VariantId, string Name, string? VariantText, int Available, int LowStockAt);

public sealed class VendorOrdersClient(HttpClient http)
{
    private const string Root = "api/v1/vendor/orders";

    public Task<VendorToday> TodayAsync(CancellationToken ct = default) => http.GetAsync<VendorToday>("api/v1/vendor/today", ct);

    /// <summary>What needs hands now: new, preparing, ready and on the way, oldest first.</summary>
    public Task<IReadOnlyList<VendorOrderItem>> OpenAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<VendorOrderItem>>($"{Root}/open", ct);

    public Task<Page<VendorOrderItem>> ListAsync(
        string? search = null, string? state = null, DateOnly? from = null, DateOnly? to = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<VendorOrderItem>>(Root + ApiHttp.Query(("search", search), ("state", state), ("from", from), ("to", to), ("page", page), ("size", size)), ct);

    /// <param name="cursor">The <c>Next</c> of the page before; null begins with the newest.</param>
    public Task<Page<VendorOrderItem>> FollowAsync(string? cursor = null, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<VendorOrderItem>>(Root + ApiHttp.Query(("cursor", cursor), ("size", size)), ct);

    public Task<VendorOrderDetails> GetAsync(Guid id, CancellationToken ct = default) => http.GetAsync<VendorOrderDetails>($"{Root}/{id}", ct);
    public Task<VendorOrderDetails> AcceptAsync(Guid id, int preparationMinutes, CancellationToken ct = default) => http.PostAsync<VendorOrderDetails>($"{Root}/{id}/accept", new AcceptOrderRequest(preparationMinutes), ct);
    public Task<VendorOrderDetails> RejectAsync(Guid id, RejectOrderRequest request, CancellationToken ct = default) => http.PostAsync<VendorOrderDetails>($"{Root}/{id}/reject", request, ct);
    public Task<VendorOrderDetails> ReadyAsync(Guid id, CancellationToken ct = default) => http.PostAsync<VendorOrderDetails>($"{Root}/{id}/ready", null, ct);

    /// <summary>Cancels an accepted part that cannot be fulfilled after all; the shopper gets everything back.</summary>
    public Task<VendorOrderDetails> CancelAsync(Guid id, RejectOrderRequest request, CancellationToken ct = default) => http.PostAsync<VendorOrderDetails>($"{Root}/{id}/cancel", request, ct);

    /// <summary>Gives a collected order to its shopper, against the PIN.</summary>
    public Task<VendorOrderDetails> HandOverAsync(Guid id, string pin, CancellationToken ct = default) => http.PostAsync<VendorOrderDetails>($"{Root}/{id}/hand-over", new HandOverRequest(pin), ct);
}

public sealed record AdminOrderItem(
    Guid Id, string Number, string State, string CustomerName, string Email, MoneyDto Total, string PaymentMethod, string PaymentState,
    IReadOnlyList<VendorChip> Vendors, DateTimeOffset PlacedAt);

/// <summary>Everything about an order, for support.</summary>
public sealed record AdminOrderDetails(OrderDetails Order, IReadOnlyList<PaymentAttemptDto> Attempts, IReadOnlyList<DeliveryItem> Deliveries);

public sealed record PaymentAttemptDto(int Number, string GatewayId, string Method, string State, MoneyDto Amount, DateTimeOffset At, string? FailureReason);

public sealed class AdminOrdersClient(HttpClient http)
{
    public Task<Page<AdminOrderItem>> ListAsync(
        string? search = null, string? state = null, Guid? vendorId = null, DateOnly? from = null, DateOnly? to = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<AdminOrderItem>>("api/v1/admin/orders" + ApiHttp.Query(("search", search), ("state", state), ("vendorId", vendorId), ("from", from), ("to", to), ("page", page), ("size", size)), ct);

    public Task<AdminOrderDetails> GetAsync(string number, CancellationToken ct = default) => http.GetAsync<AdminOrderDetails>($"api/v1/admin/orders/{Uri.EscapeDataString(number)}", ct);
    public Task<AdminOrderDetails> CancelPartAsync(string number, Guid partId, string reason, CancellationToken ct = default) => http.PostAsync<AdminOrderDetails>($"api/v1/admin/orders/{Uri.EscapeDataString(number)}/parts/{partId}/cancel", new ReasonRequest(reason), ct);
}
