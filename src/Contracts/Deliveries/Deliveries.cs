using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Deliveries;

/// <summary>
/// SEARCHING for a rider, OFFERED to one, ASSIGNED, PICKED_UP at the shop, IN_TRANSIT, DELIVERED; or FAILED at the door, RETURNING, RETURNED; or CANCELLED before, or LOST after it was picked up.
/// </summary>
public static class DeliveryStates
{
    public const string Searching = "SEARCHING";
    public const string Offered = "OFFERED";
    public const string Assigned = "ASSIGNED";
    public const string PickedUp = "PICKED_UP";
    public const string InTransit = "IN_TRANSIT";
    public const string Delivered = "DELIVERED";
    public const string Failed = "FAILED";
    public const string Returning = "RETURNING";
    public const string Returned = "RETURNED";
    public const string Cancelled = "CANCELLED";
    public const string Lost = "LOST";
}

/// <summary>What a shopper or shop may know of a delivery. The position is only there while the parcel is under way.</summary>
/// <param name="PositionAt">When the rider's phone last reported; say its age when it is older than a minute.</param>
/// <param name="HeadingDegrees">Where the rider rides to, clockwise from north; null while they stand or the phone does not say.</param>
public sealed record TrackingDto(
    string State, string? RiderFirstName, string? Vehicle, PositionDto? Position, DateTimeOffset? PositionAt, double? MetresLeft,
    DateTimeOffset? ArrivesFrom, DateTimeOffset? ArrivesTo, double? HeadingDegrees = null, double? MetresPerSecond = null);

/// <summary><c>OFFLINE</c>, <c>ONLINE</c> or <c>BUSY</c>.</summary>
public static class RiderStates
{
    public const string Offline = "OFFLINE";
    public const string Online = "ONLINE";
    public const string Busy = "BUSY";
}

public sealed record RiderStop(string Name, string Street, PositionDto Position, string? Phone, string? Note);

/// <summary>An offer that waits for this rider's answer.</summary>
/// <param name="Fee">What the rider earns; <c>FeeExplanation</c> says how it is made.</param>
public sealed record OfferDto(
    Guid Id, Guid DeliveryId, RiderStop From, RiderStop To, double MetresToShop, double MetresToCustomer, MoneyDto Fee, string FeeExplanation,
    MoneyDto? CashToCollect, int ItemCount, DateTimeOffset ReadyBy, DateTimeOffset ExpiresAt, int SecondsToAnswer, int VendorHue);

/// <param name="CashToCollect">Null when it is paid.</param>
/// <param name="NeedsPickupCode">True until the shop's code was entered.</param>
public sealed record RiderDelivery(
    Guid Id, string OrderNumber, string State, RiderStop From, RiderStop To, int VendorHue, IReadOnlyList<RiderParcelLine> Lines, MoneyDto Fee,
    MoneyDto? CashToCollect, bool IsReady, DateTimeOffset? ReadyBy, DateTimeOffset? DueBy, DateTimeOffset UpdatedAt);

public sealed record RiderParcelLine(int Quantity, string Name, string? VariantText);

/// <param name="Shift">The one that goes on, or comes next.</param>
/// <param name="MayGoOnline">False where riders work in shifts, and none of this rider's goes on or begins soon.</param>
public sealed record RiderHome(
    Guid RiderId, string Name, string State, string? Vehicle, OfferDto? Offer, IReadOnlyList<RiderDelivery> Active, RiderEarnings Today, MoneyDto CashToday, string LiveTopic,
    RiderShiftTime? Shift = null, bool MayGoOnline = true);

public sealed record RiderEarnings(MoneyDto Total, int Deliveries, double Kilometres, IReadOnlyList<RiderEarningLine> Lines);

public sealed record RiderEarningLine(Guid DeliveryId, string OrderNumber, string VendorName, DateTimeOffset At, MoneyDto Fee, string FeeExplanation, MoneyDto? CashCollected);

public sealed record EarningsDay(DateOnly Day, MoneyDto Total, int Deliveries);

public sealed record RiderWeek(IReadOnlyList<EarningsDay> Days, MoneyDto Total, RiderEarnings Today, MoneyDto CashToday);

/// <param name="AccuracyMetres">0 to 10,000, as the phone says.</param>
public sealed record PositionReport(PositionDto Position, double? AccuracyMetres, double? HeadingDegrees, double? MetresPerSecond);

public sealed record SetOnlineRequest(bool IsOnline, PositionDto? Position);

public sealed record PickUpRequest(string Code);

/// <param name="Code">Four digits that the shop sees on its order while the parcel comes back.</param>
public sealed record ReturnRequest(string Code);

/// <param name="CashCollected">Must equal the cash to collect when there is any.</param>
public sealed record DeliverRequest(string Pin, decimal? CashCollected);

/// <param name="Reason"><c>NOBODY_HOME</c>, <c>WRONG_ADDRESS</c>, <c>REFUSED</c>, <c>DAMAGED</c> or <c>OTHER</c>.</param>
public sealed record FailDeliveryRequest(string Reason, string? Note);

public sealed class RiderClient(HttpClient http)
{
    private const string Root = "api/v1/rider";

    public Task<RiderHome> HomeAsync(CancellationToken ct = default) => http.GetAsync<RiderHome>(Root, ct);
    public Task<RiderHome> SetOnlineAsync(SetOnlineRequest request, CancellationToken ct = default) => http.PutAsync<RiderHome>($"{Root}/online", request, ct);
    public Task<Nothing> ReportPositionAsync(PositionReport report, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/position", report, ct);
    public Task<RiderDelivery> AcceptAsync(Guid offerId, CancellationToken ct = default) => http.PostAsync<RiderDelivery>($"{Root}/offers/{offerId}/accept", null, ct);
    public Task<Nothing> DeclineAsync(Guid offerId, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/offers/{offerId}/decline", null, ct);
    public Task<RiderDelivery> GetAsync(Guid deliveryId, CancellationToken ct = default) => http.GetAsync<RiderDelivery>($"{Root}/deliveries/{deliveryId}", ct);
    public Task<RiderDelivery> PickUpAsync(Guid deliveryId, string code, CancellationToken ct = default) => http.PostAsync<RiderDelivery>($"{Root}/deliveries/{deliveryId}/pick-up", new PickUpRequest(code), ct);
    public Task<RiderDelivery> StartAsync(Guid deliveryId, CancellationToken ct = default) => http.PostAsync<RiderDelivery>($"{Root}/deliveries/{deliveryId}/start", null, ct);
    public Task<RiderDelivery> DeliverAsync(Guid deliveryId, DeliverRequest request, CancellationToken ct = default) => http.PostAsync<RiderDelivery>($"{Root}/deliveries/{deliveryId}/deliver", request, ct);
    public Task<RiderDelivery> FailAsync(Guid deliveryId, FailDeliveryRequest request, CancellationToken ct = default) => http.PostAsync<RiderDelivery>($"{Root}/deliveries/{deliveryId}/fail", request, ct);
    public Task<RiderDelivery> ReturnedAsync(Guid deliveryId, string code, CancellationToken ct = default) => http.PostAsync<RiderDelivery>($"{Root}/deliveries/{deliveryId}/returned", new ReturnRequest(code), ct);
    public Task<RiderWeek> EarningsAsync(CancellationToken ct = default) => http.GetAsync<RiderWeek>($"{Root}/earnings", ct);
}

/// <summary>A delivery as the dispatcher sees it.</summary>
public sealed record DeliveryItem(
    Guid Id, string OrderNumber, Guid VendorOrderId, string State, string VendorName, int VendorHue, PositionDto From, PositionDto To, string ToStreet,
    Guid? RiderId, string? RiderName, DateTimeOffset CreatedAt, DateTimeOffset? ReadyBy, DateTimeOffset? DueBy, bool IsLate, int OffersMade, MoneyDto Fee, MoneyDto? CashToCollect);

public sealed record RiderItem(
    Guid Id, Guid UserId, string Name, string Phone, string? Vehicle, string State, bool IsActive, PositionDto? Position, DateTimeOffset? PositionAt,
    int ActiveDeliveries, int DeliveriesToday, MoneyDto EarnedToday, MoneyDto CashToday, int Revision) : IRevised;

/// <summary>Where a rider was while the delivery was theirs.</summary>
public sealed record TrackPointDto(Guid RiderId, PositionDto Position, double? AccuracyMetres, double? HeadingDegrees, double? MetresPerSecond, DateTimeOffset At);

/// <param name="Points">In the order of time, thinned; empty once they are too old to be kept.</param>
/// <param name="KeptUntil">When the first of them is deleted.</param>
public sealed record DeliveryTrack(Guid DeliveryId, string OrderNumber, PositionDto From, PositionDto To, IReadOnlyList<TrackPointDto> Points, DateTimeOffset? KeptUntil);

public sealed record DispatchBoard(IReadOnlyList<DeliveryItem> Deliveries, IReadOnlyList<RiderItem> Riders, string LiveTopic);

/// <param name="Reason">Needed once a rider holds the parcel: why another one takes it over.</param>
public sealed record AssignRequest(Guid RiderId, string? Reason = null);

/// <summary>TURN_BACK: its rider brings it back; AT_SHOP: the shop has it back; LOST: nobody will bring it.</summary>
public static class DeliveryOutcomes
{
    public const string TurnBack = "TURN_BACK";
    public const string AtShop = "AT_SHOP";
    public const string Lost = "LOST";
}

/// <param name="Outcome"><c>TURN_BACK</c>, <c>AT_SHOP</c> or <c>LOST</c>.</param>
/// <param name="Reason">When it is lost, the shopper and the shop read it.</param>
public sealed record ResolveDeliveryRequest(string Outcome, string Reason);

/// <summary>Makes a user a rider, or changes what is known of them.</summary>
public sealed record SaveRiderRequest(string Email, string Name, string Phone, string? Vehicle, bool IsActive);

public sealed class DispatchClient(HttpClient http)
{
    public Task<DispatchBoard> BoardAsync(CancellationToken ct = default) => http.GetAsync<DispatchBoard>("api/v1/admin/dispatch", ct);
    public Task<Page<DeliveryItem>> DeliveriesAsync(string? search = null, string? state = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<DeliveryItem>>("api/v1/admin/deliveries" + ApiHttp.Query(("search", search), ("state", state), ("page", page), ("size", size)), ct);

    public Task<DeliveryTrack> TrackAsync(Guid deliveryId, CancellationToken ct = default) => http.GetAsync<DeliveryTrack>($"api/v1/admin/deliveries/{deliveryId}/track", ct);

    /// <param name="reason">Needed once a rider holds the parcel.</param>
    public Task<DeliveryItem> AssignAsync(Guid deliveryId, Guid riderId, string? reason = null, CancellationToken ct = default) =>
        http.PostAsync<DeliveryItem>($"api/v1/admin/deliveries/{deliveryId}/assign", new AssignRequest(riderId, reason), ct);

    public Task<DeliveryItem> ResolveAsync(Guid deliveryId, string outcome, string reason, CancellationToken ct = default) =>
        http.PostAsync<DeliveryItem>($"api/v1/admin/deliveries/{deliveryId}/resolve", new ResolveDeliveryRequest(outcome, reason), ct);

    public Task<Page<RiderItem>> RidersAsync(string? search = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<RiderItem>>("api/v1/admin/riders" + ApiHttp.Query(("search", search), ("page", page), ("size", size)), ct);

    public Task<RiderItem> AddRiderAsync(SaveRiderRequest request, CancellationToken ct = default) => http.PostAsync<RiderItem>("api/v1/admin/riders", request, ct);
    public Task<RiderItem> GetRiderAsync(Guid riderId, CancellationToken ct = default) => http.GetAsync<RiderItem>($"api/v1/admin/riders/{riderId}", ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    public Task<RiderItem> SaveRiderAsync(Guid riderId, int? revision, SaveRiderRequest request, CancellationToken ct = default) => http.SaveAsync<RiderItem>($"api/v1/admin/riders/{riderId}", revision, request, ct);
}
