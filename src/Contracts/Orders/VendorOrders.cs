using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Orders;

/// <param name="State">Of <see cref="VendorOrderStates"/>.</param>
/// <param name="Method">Of <see cref="FulfilmentMethods"/>.</param>
/// <param name="IsPaid">False: the rider collects cash.</param>
/// <param name="Note">What the shopper wrote to the shop.</param>
/// <param name="AnswerBy">Until when the shop must accept; after it the part is rejected by itself.</param>
/// <param name="ReadyBy">When the shop said it would be ready.</param>
/// <param name="IsLate">It should be ready, or answered, by now.</param>
/// <param name="DeliveryState">Of <see cref="DeliveryStates"/>; null while no rider is looked for.</param>
/// <param name="GiftMessage">What to write on a card, when it is a gift.</param>
public sealed record VendorOrderItem(
    Guid Id, string Number, string State, string Method, string CustomerName, MoneyDto Total, bool IsPaid, double? DistanceKm, int ItemCount,
    IReadOnlyList<VendorOrderItemLine> Lines, string? Note, DateTimeOffset PlacedAt, DateTimeOffset? AnswerBy, DateTimeOffset? ReadyBy,
    bool IsLate, string? RiderName, string? DeliveryState, string? GiftMessage = null);

public sealed record VendorOrderItemLine(int Quantity, string Name, string? VariantText);

/// <summary>A shop's order as the shop sees it: a packing list first, money second.</summary>
/// <param name="Item">The line of the list.</param>
/// <param name="CommissionPercent">What the marketplace keeps of the goods, in percent.</param>
/// <param name="Commission">What the marketplace keeps of the goods.</param>
/// <param name="ShopReceives">Goods less commission, as it was agreed when the order was placed, with the goods' tax where it comes on top of prices. Null, like the commission, for who may not see the money.</param>
/// <param name="PickupCode">Four digits that the shop gives the rider with the bag.</param>
/// <param name="ReturnCode">Four digits that the shop tells the rider who brings the bag back; null while none comes back.</param>
/// <param name="CustomerPhone">Only while it is under way.</param>
/// <param name="Street">House and street of the door; null when it is collected.</param>
/// <param name="Tracking">Where it is; null while no rider is looked for.</param>
/// <param name="CancelReason">Why it was cancelled or rejected, in words.</param>
/// <param name="History">What happened to it, the oldest first.</param>
public sealed record VendorOrderDetails(
    VendorOrderItem Item, IReadOnlyList<OrderLineDto> Lines, MoneyDto Goods, MoneyDto Delivery, MoneyDto Tax, MoneyDto Total,
    decimal? CommissionPercent, MoneyDto? Commission, MoneyDto? ShopReceives, string? PickupCode, string? ReturnCode, string? CustomerPhone, string? Street,
    TrackingDto? Tracking, string? CancelReason, IReadOnlyList<HistoryEntry> History);

/// <param name="PreparationMinutes">1 to 240.</param>
public sealed record AcceptOrderRequest(int PreparationMinutes);

/// <param name="Reason"><c>OUT_OF_STOCK</c>, <c>TOO_BUSY</c>, <c>CLOSING</c>, <c>CANNOT_DELIVER</c> or <c>OTHER</c>.</param>
/// <param name="Note">What the shopper reads beside the reason: up to 300 characters.</param>
public sealed record RejectOrderRequest(string Reason, string? Note);

/// <param name="Pin">The shopper's four digits, when collecting.</param>
public sealed record HandOverRequest(string Pin);

/// <summary>Today at a glance. <c>Hours</c> has 24 entries, the shop's local hours.</summary>
/// <param name="Sales">Goods sold today, in the marketplace's time zone.</param>
/// <param name="SalesSameDayLastWeek">Until the same time of the day a week ago.</param>
/// <param name="Orders">Of today.</param>
/// <param name="OrdersSameDayLastWeek">Until the same time of the day a week ago.</param>
/// <param name="Waiting">Orders that wait to be accepted.</param>
/// <param name="Preparing">Orders that are being prepared.</param>
/// <param name="Ready">Orders that wait to be fetched.</param>
/// <param name="Late">Of those being prepared, those that should be ready by now.</param>
/// <param name="AverageAcceptSeconds">From placing to accepting, on average over thirty days; null while there is none.</param>
/// <param name="CancelledPercentLast30Days">Of a hundred orders of thirty days, those that the shop rejected, cancelled or did not answer, with one decimal.</param>
/// <param name="Hours">Today, hour by hour.</param>
/// <param name="Days">The last thirty days, the oldest first; the last is today.</param>
/// <param name="TopProducts">What sold most in thirty days: five at most.</param>
/// <param name="LowStock">What runs out.</param>
public sealed record VendorToday(
    MoneyDto Sales, MoneyDto SalesSameDayLastWeek, int Orders, int OrdersSameDayLastWeek, int Waiting, int Preparing, int Ready, int Late,
    double? AverageAcceptSeconds, decimal CancelledPercentLast30Days, IReadOnlyList<HourPoint> Hours, IReadOnlyList<DayPoint> Days,
    IReadOnlyList<TopProduct> TopProducts, IReadOnlyList<LowStockItem> LowStock);

/// <param name="Hour">0 to 23, in the marketplace's time zone.</param>
/// <param name="Orders">Placed in that hour.</param>
/// <param name="Sales">In the store's currency.</param>
public sealed record HourPoint(int Hour, int Orders, decimal Sales);

/// <param name="Orders">Placed on that day.</param>
/// <param name="Sales">In the store's currency.</param>
public sealed record DayPoint(DateOnly Day, int Orders, decimal Sales);

/// <param name="Units">Units sold.</param>
public sealed record TopProduct(Guid ProductId, string Name, ImageDto? Image, int Units, MoneyDto Sales);

/// <param name="Available">Units that can be bought now.</param>
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

/// <param name="State">Of <see cref="OrderStates"/>.</param>
/// <param name="PaymentMethod">Of <see cref="PaymentMethods"/>.</param>
/// <param name="PaymentState"><c>INITIATED</c>, <c>COMPLETED</c>, <c>FAILED</c>, <c>EXPIRED</c>, or for cash <c>CASH_DUE</c>, <c>CASH_COLLECTED</c> or <c>CANCELLED</c>.</param>
/// <param name="Vendors">Shops that have a part of it.</param>
public sealed record AdminOrderItem(
    Guid Id, string Number, string State, string CustomerName, string Email, MoneyDto Total, string PaymentMethod, string PaymentState,
    IReadOnlyList<VendorChip> Vendors, DateTimeOffset PlacedAt);

/// <summary>Everything about an order, for support.</summary>
/// <param name="Order">As its shopper sees it, without the PINs.</param>
/// <param name="Attempts">Every visit to the gateway.</param>
/// <param name="Deliveries">Every delivery of its parts.</param>
public sealed record AdminOrderDetails(OrderDetails Order, IReadOnlyList<PaymentAttemptDto> Attempts, IReadOnlyList<DeliveryItem> Deliveries);

/// <param name="Number">1 is the first.</param>
/// <param name="GatewayId">Under which the gateway knows it.</param>
/// <param name="Method">Of <see cref="PaymentMethods"/>.</param>
/// <param name="State"><c>CREATED</c>: the gateway does not know it yet; <c>OPEN</c>: it shows its page; <c>CAPTURED</c>: it is paid; <c>FAILED</c>.</param>
/// <param name="Amount">What was to be paid.</param>
public sealed record PaymentAttemptDto(int Number, string GatewayId, string Method, string State, MoneyDto Amount, DateTimeOffset At, string? FailureReason);

public sealed class AdminOrdersClient(HttpClient http)
{
    public Task<Page<AdminOrderItem>> ListAsync(
        string? search = null, string? state = null, Guid? vendorId = null, DateOnly? from = null, DateOnly? to = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<AdminOrderItem>>("api/v1/admin/orders" + ApiHttp.Query(("search", search), ("state", state), ("vendorId", vendorId), ("from", from), ("to", to), ("page", page), ("size", size)), ct);

    public Task<AdminOrderDetails> GetAsync(string number, CancellationToken ct = default) => http.GetAsync<AdminOrderDetails>($"api/v1/admin/orders/{Uri.EscapeDataString(number)}", ct);
    public Task<AdminOrderDetails> CancelPartAsync(string number, Guid partId, string reason, CancellationToken ct = default) => http.PostAsync<AdminOrderDetails>($"api/v1/admin/orders/{Uri.EscapeDataString(number)}/parts/{partId}/cancel", new ReasonRequest(reason), ct);
}
