using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Deliveries;

/// <summary>
/// SEARCHING for a rider, OFFERED to one, ASSIGNED, PICKED_UP at the shop, IN_TRANSIT, DELIVERED; or FAILED at the door, RETURNING, RETURNED; or CANCELLED before, or LOST after it was picked up.
/// </summary>
public static class DeliveryStates
{
    /// <summary>A rider is looked for.</summary>
    public const string Searching = "SEARCHING";

    /// <summary>A rider is being asked.</summary>
    public const string Offered = "OFFERED";

    /// <summary>A rider is on the way to the shop.</summary>
    public const string Assigned = "ASSIGNED";

    /// <summary>The rider has it.</summary>
    public const string PickedUp = "PICKED_UP";

    /// <summary>The rider is on the way to the door.</summary>
    public const string InTransit = "IN_TRANSIT";

    /// <summary>It is there.</summary>
    public const string Delivered = "DELIVERED";

    /// <summary>It could not be given to the shopper.</summary>
    public const string Failed = "FAILED";

    /// <summary>The rider brings it back.</summary>
    public const string Returning = "RETURNING";

    /// <summary>The shop has it back.</summary>
    public const string Returned = "RETURNED";

    /// <summary>Ended before it was picked up.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Nobody will bring it.</summary>
    public const string Lost = "LOST";
}

/// <summary>What a shopper or shop may know of a delivery. The position is only there while the parcel is under way.</summary>
/// <param name="State">Of <see cref="DeliveryStates"/>.</param>
/// <param name="RiderFirstName">Only the first name; null before a rider has it.</param>
/// <param name="PositionAt">When the rider's phone last reported; say its age when it is older than a minute.</param>
/// <param name="RiderPhoto">Until the delivery is over, if the rider shows it to everybody.</param>
/// <param name="MetresLeft">As the crow flies, from the rider to the door.</param>
/// <param name="HeadingDegrees">Where the rider rides to, clockwise from north; null while they stand or the phone does not say.</param>
/// <param name="MetresPerSecond">How fast the rider rides; null when the phone does not say.</param>
public sealed record TrackingDto(
    string State, string? RiderFirstName, string? Vehicle, PositionDto? Position, DateTimeOffset? PositionAt, double? MetresLeft,
    DateTimeOffset? ArrivesFrom, DateTimeOffset? ArrivesTo, ImageDto? RiderPhoto = null, double? HeadingDegrees = null, double? MetresPerSecond = null);

/// <summary><c>OFFLINE</c>, <c>ONLINE</c> or <c>BUSY</c>.</summary>
public static class RiderStates
{
    /// <summary>Takes no deliveries.</summary>
    public const string Offline = "OFFLINE";

    /// <summary>Waits for an offer.</summary>
    public const string Online = "ONLINE";

    /// <summary>Has a delivery.</summary>
    public const string Busy = "BUSY";
}

/// <param name="Name">The shop's, or the shopper's.</param>
/// <param name="Note">What to know at the door.</param>
public sealed record RiderStop(string Name, string Street, PositionDto Position, string? Phone, string? Note);

/// <summary>An offer that waits for this rider's answer.</summary>
/// <param name="From">Where to fetch it.</param>
/// <param name="To">Where to bring it.</param>
/// <param name="MetresToShop">From where the rider is, as the crow flies.</param>
/// <param name="MetresToCustomer">From the shop to the door, as the crow flies.</param>
/// <param name="Fee">What the rider earns; <c>FeeExplanation</c> says how it is made.</param>
/// <param name="ExpiresAt">Until when it waits for the answer.</param>
/// <param name="SecondsToAnswer">How long the rider has in all, from the moment it was offered.</param>
public sealed record OfferDto(
    Guid Id, Guid DeliveryId, RiderStop From, RiderStop To, double MetresToShop, double MetresToCustomer, MoneyDto Fee, string FeeExplanation,
    MoneyDto? CashToCollect, int ItemCount, DateTimeOffset ReadyBy, DateTimeOffset ExpiresAt, int SecondsToAnswer, int VendorHue);

/// <param name="State">Of <see cref="DeliveryStates"/>.</param>
/// <param name="From">Where to fetch it.</param>
/// <param name="To">Where to bring it.</param>
/// <param name="Lines">What is in the bag.</param>
/// <param name="CashToCollect">Null when it is paid.</param>
/// <param name="IsReady">The shop has it ready.</param>
public sealed record RiderDelivery(
    Guid Id, string OrderNumber, string State, RiderStop From, RiderStop To, int VendorHue, IReadOnlyList<RiderParcelLine> Lines, MoneyDto Fee,
    MoneyDto? CashToCollect, bool IsReady, DateTimeOffset? ReadyBy, DateTimeOffset? DueBy, DateTimeOffset UpdatedAt);

public sealed record RiderParcelLine(int Quantity, string Name, string? VariantText);

/// <param name="State">Of <see cref="RiderStates"/>.</param>
/// <param name="Offer">What waits for an answer, if anything does.</param>
/// <param name="Active">What the rider has taken and not ended, in the order in which it was taken.</param>
/// <param name="Shift">The one that goes on, or comes next.</param>
/// <param name="MayGoOnline">False where riders work in shifts, and none of this rider's goes on or begins soon.</param>
public sealed record RiderHome(
    Guid RiderId, string Name, string State, string? Vehicle, OfferDto? Offer, IReadOnlyList<RiderDelivery> Active, RiderEarnings Today, MoneyDto CashToday, string LiveTopic,
    RiderShiftTime? Shift = null, bool MayGoOnline = true);

/// <param name="Total">Of the deliveries below.</param>
/// <param name="Deliveries">How many.</param>
/// <param name="Kilometres">From shops to doors.</param>
/// <param name="Lines">Delivery by delivery, the newest first.</param>
public sealed record RiderEarnings(MoneyDto Total, int Deliveries, double Kilometres, IReadOnlyList<RiderEarningLine> Lines);

/// <param name="CashCollected">What the shopper gave; null when it was paid before.</param>
public sealed record RiderEarningLine(Guid DeliveryId, string OrderNumber, string VendorName, DateTimeOffset At, MoneyDto Fee, string FeeExplanation, MoneyDto? CashCollected);

/// <param name="Total">Earned on that day.</param>
/// <param name="Deliveries">Brought on that day.</param>
public sealed record EarningsDay(DateOnly Day, MoneyDto Total, int Deliveries);

/// <param name="Days">Seven days, the oldest first; the last is today.</param>
/// <param name="Total">Of the seven days.</param>
public sealed record RiderWeek(IReadOnlyList<EarningsDay> Days, MoneyDto Total, RiderEarnings Today, MoneyDto CashToday);

/// <summary>The rider as they see themselves.</summary>
/// <param name="Since">When they began to ride here.</param>
/// <param name="Deliveries">How many they have brought.</param>
public sealed record RiderProfileDto(Guid RiderId, string Name, string Phone, string? Vehicle, DateTimeOffset Since, int Deliveries, int Revision) : IRevised;

/// <summary>What riders change by themselves.</summary>
public sealed record SaveRiderProfileRequest(string Phone, string? Vehicle);

/// <summary>One day of a rider, with all that ended on it.</summary>
/// <param name="Total">What they earned.</param>
/// <param name="Kilometres">Of what was delivered.</param>
/// <param name="Deliveries">How many the rider brought.</param>
/// <param name="Cash">Cash that the rider took.</param>
public sealed record RiderHistoryDay(DateOnly Day, MoneyDto Total, int Deliveries, double Kilometres, MoneyDto Cash, IReadOnlyList<RiderHistoryLine> Lines);

/// <param name="State"><c>DELIVERED</c>, <c>RETURNED</c> or <c>LOST</c>.</param>
/// <param name="Fee">Null for what was not delivered.</param>
/// <param name="CashCollected">Cash that the rider took at the door; null when it was paid.</param>
public sealed record RiderHistoryLine(Guid DeliveryId, string OrderNumber, string VendorName, string State, DateTimeOffset At, MoneyDto? Fee, MoneyDto? CashCollected);

/// <param name="AccuracyMetres">0 to 10,000, as the phone says.</param>
/// <param name="HeadingDegrees">0 is north, 90 east: up to 360. Null when the phone does not know it.</param>
/// <param name="MetresPerSecond">0 to 100. Null when the phone does not know it.</param>
public sealed record PositionReport(PositionDto Position, double? AccuracyMetres, double? HeadingDegrees, double? MetresPerSecond);

/// <param name="IsOnline">True to be offered deliveries from now on.</param>
/// <param name="Position">Where the rider is; needed to be offered something nearby.</param>
public sealed record SetOnlineRequest(bool IsOnline, PositionDto? Position);

/// <param name="Code">Four digits that the shop gives with the bag.</param>
public sealed record PickUpRequest(string Code);

/// <param name="Code">Four digits that the shop sees on its order while the parcel comes back.</param>
public sealed record ReturnRequest(string Code);

/// <param name="Pin">Four digits that the shopper says.</param>
/// <param name="CashCollected">Must equal the cash to collect when there is any.</param>
public sealed record DeliverRequest(string Pin, decimal? CashCollected);

/// <param name="Reason"><c>NOBODY_HOME</c>, <c>WRONG_ADDRESS</c>, <c>REFUSED</c>, <c>DAMAGED</c> or <c>OTHER</c>.</param>
/// <param name="Note">What happened; needed with <c>OTHER</c>.</param>
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
    public Task<RiderProfileDto> ProfileAsync(CancellationToken ct = default) => http.GetAsync<RiderProfileDto>($"{Root}/profile", ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    public Task<RiderProfileDto> SaveProfileAsync(int? revision, SaveRiderProfileRequest request, CancellationToken ct = default) => http.SaveAsync<RiderProfileDto>($"{Root}/profile", revision, request, ct);

    /// <param name="cursor">What an earlier part of the list said is next.</param>
    public Task<Page<RiderHistoryDay>> HistoryAsync(string? cursor = null, int size = 7, CancellationToken ct = default) =>
        http.GetAsync<Page<RiderHistoryDay>>($"{Root}/history" + ApiHttp.Query(("cursor", cursor), ("size", size)), ct);

    public Task<RiderWeek> EarningsAsync(CancellationToken ct = default) => http.GetAsync<RiderWeek>($"{Root}/earnings", ct);
}

/// <summary>A delivery as the dispatcher sees it.</summary>
/// <param name="VendorOrderId">The part of the order that it brings.</param>
/// <param name="State">Of <see cref="DeliveryStates"/>.</param>
/// <param name="From">Where the shop is.</param>
/// <param name="To">Where the door is.</param>
/// <param name="ToStreet">House and street of the door.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="IsLate">It should have been there by now.</param>
/// <param name="OffersMade">How many riders were asked so far.</param>
public sealed record DeliveryItem(
    Guid Id, string OrderNumber, Guid VendorOrderId, string State, string VendorName, int VendorHue, PositionDto From, PositionDto To, string ToStreet,
    Guid? RiderId, string? RiderName, DateTimeOffset CreatedAt, DateTimeOffset? ReadyBy, DateTimeOffset? DueBy, bool IsLate, int OffersMade, MoneyDto Fee, MoneyDto? CashToCollect);

/// <param name="State">Of <see cref="RiderStates"/>.</param>
/// <param name="IsActive">May ride.</param>
/// <param name="Position">Where the rider's phone was last.</param>
/// <param name="PositionAt">When that was.</param>
/// <param name="ActiveDeliveries">What the rider carries, or is on the way to fetch.</param>
/// <param name="DeliveriesToday">Brought today.</param>
/// <param name="EarnedToday">In fees.</param>
public sealed record RiderItem(
    Guid Id, Guid UserId, string Name, string Phone, string? Vehicle, string State, bool IsActive, PositionDto? Position, DateTimeOffset? PositionAt,
    int ActiveDeliveries, int DeliveriesToday, MoneyDto EarnedToday, MoneyDto CashToday, int Revision) : IRevised;

/// <summary>Where a rider was while the delivery was theirs.</summary>
/// <param name="AccuracyMetres">How far off the phone says it may be; null when it does not say.</param>
/// <param name="HeadingDegrees">Where the rider rode to, clockwise from north; null when the phone did not say.</param>
/// <param name="MetresPerSecond">How fast the rider rode; null when the phone did not say.</param>
public sealed record TrackPointDto(Guid RiderId, PositionDto Position, double? AccuracyMetres, double? HeadingDegrees, double? MetresPerSecond, DateTimeOffset At);

/// <param name="Points">In the order of time, thinned; empty once they are too old to be kept.</param>
/// <param name="KeptUntil">When the first of them is deleted.</param>
/// <param name="From">The shop.</param>
/// <param name="To">The door.</param>
public sealed record DeliveryTrack(Guid DeliveryId, string OrderNumber, PositionDto From, PositionDto To, IReadOnlyList<TrackPointDto> Points, DateTimeOffset? KeptUntil);

/// <param name="Deliveries">Those under way, the oldest first.</param>
/// <param name="Riders">Those who may ride.</param>
public sealed record DispatchBoard(IReadOnlyList<DeliveryItem> Deliveries, IReadOnlyList<RiderItem> Riders, string LiveTopic);

/// <param name="RiderId">Who brings it now.</param>
/// <param name="Reason">Needed once a rider holds the parcel: why another one takes it over.</param>
public sealed record AssignRequest(Guid RiderId, string? Reason = null);

/// <summary>TURN_BACK: its rider brings it back; AT_SHOP: the shop has it back; LOST: nobody will bring it.</summary>
public static class DeliveryOutcomes
{
    /// <summary>Its rider brings it back.</summary>
    public const string TurnBack = "TURN_BACK";

    /// <summary>The shop has it back.</summary>
    public const string AtShop = "AT_SHOP";

    /// <summary>Nobody will bring it.</summary>
    public const string Lost = "LOST";
}

/// <param name="Outcome"><c>TURN_BACK</c>, <c>AT_SHOP</c> or <c>LOST</c>.</param>
/// <param name="Reason">When it is lost, the shopper and the shop read it.</param>
public sealed record ResolveDeliveryRequest(string Outcome, string Reason);

/// <summary>Makes a user a rider, or changes what is known of them.</summary>
/// <param name="Email">Of the account that rides.</param>
/// <param name="IsActive">May ride. False lets the rider end what they carry, and gives no more.</param>
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
