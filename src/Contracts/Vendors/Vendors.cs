using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Vendors;

/// <summary><c>PENDING</c>, <c>APPROVED</c> or <c>SUSPENDED</c>.</summary>
public static class VendorStates
{
    /// <summary>Waits for approval.</summary>
    public const string Pending = "PENDING";

    /// <summary>May sell.</summary>
    public const string Approved = "APPROVED";

    /// <summary>May not sell for now.</summary>
    public const string Suspended = "SUSPENDED";
}

/// <param name="Day">0 is Sunday.</param>
/// <param name="Opens">Local time, to the minute.</param>
/// <param name="Closes">Before <c>Opens</c> means after midnight.</param>
public sealed record OpeningHoursDto(int Day, TimeOnly Opens, TimeOnly Closes);

/// <param name="IsOpen">It takes orders now.</param>
/// <param name="OpenUntil">When it closes, if it is open now.</param>
/// <param name="OpensAt">When it opens next, if it is closed now.</param>
/// <param name="PreparationMinutes">How long it needs for an order, as a rule.</param>
/// <param name="ProductCount">Products on sale.</param>
/// <param name="Window">Up to three product pictures.</param>
public sealed record VendorCard(
    Guid Id, string Slug, string Name, int Hue, string Tagline, ImageDto? Logo, bool IsOpen, DateTimeOffset? OpenUntil, DateTimeOffset? OpensAt,
    int PreparationMinutes, PositionDto Position, double? Rating, int RatingCount, int ProductCount, IReadOnlyList<ImageDto> Window);

/// <param name="Card">As in the list of shops.</param>
/// <param name="FreeDeliveryFrom">Goods worth so much are brought free; null when never.</param>
/// <param name="DeliveryRadiusKm">How far it delivers, as the crow flies.</param>
/// <param name="Since">When it opened here.</param>
public sealed record VendorDetails(
    VendorCard Card, string Story, ImageDto? Banner, string Street, string City, string PostalCode, string? Phone,
    IReadOnlyList<OpeningHoursDto> Hours, MoneyDto? FreeDeliveryFrom, double DeliveryRadiusKm, bool OffersPickup, bool OffersDelivery,
    decimal CommissionPercent, DateTimeOffset Since);

/// <param name="Reason">Why it cannot be brought there, for a person.</param>
/// <param name="Fee">For bringing it.</param>
/// <param name="From">When it would arrive at the earliest if it were ordered now; null while the shop is closed.</param>
/// <param name="To">When it would arrive at the latest.</param>
/// <param name="Explanation">How the fee comes about: "₹20 and ₹6 for each of 1.8 km".</param>
public sealed record DeliveryEstimate(
    bool IsAvailable, string? Reason, MoneyDto Fee, DateTimeOffset? From, DateTimeOffset? To, double? DistanceKm, string Explanation);

/// <summary>A shop as its owner edits it.</summary>
/// <param name="State">Of <see cref="VendorStates"/>.</param>
/// <param name="PreparationMinutes">How long it needs for an order, as a rule: 1 to 240.</param>
/// <param name="DeliveryRadiusKm">How far it delivers, as the crow flies.</param>
/// <param name="FreeDeliveryFrom">Goods worth so much are brought free; null when never.</param>
/// <param name="IsHeld">Nobody may change it for now, because its owner's account is suspended.</param>
public sealed record VendorProfile(
    Guid Id, int Revision, string Slug, string State, string? StateReason, string Name, string Tagline, string Story, int Hue, ImageDto? Logo, ImageDto? Banner,
    string Street, string City, string Region, string PostalCode, PositionDto Position, string Phone, string Email,
    IReadOnlyList<OpeningHoursDto> Hours, int PreparationMinutes, bool IsTakingOrders, bool OffersPickup, bool OffersDelivery,
    double DeliveryRadiusKm, MoneyDto? FreeDeliveryFrom, decimal CommissionPercent, bool IsHeld = false) : IRevised;

/// <param name="LogoId">A picture that was uploaded before; null when there is none.</param>
/// <param name="BannerId">A picture that was uploaded before; null when there is none.</param>
/// <param name="PreparationMinutes">How long it needs for an order, as a rule: 1 to 240.</param>
/// <param name="DeliveryRadiusKm">How far it delivers, as the crow flies: kilometres.</param>
/// <param name="FreeDeliveryFrom">Goods worth so much are brought free, in the store's currency; null when never.</param>
public sealed record SaveVendorProfileRequest(
    string Name, string Tagline, string Story, int Hue, Guid? LogoId, Guid? BannerId, string Street, string City, string Region,
    string PostalCode, PositionDto Position, string Phone, string Email, IReadOnlyList<OpeningHoursDto> Hours, int PreparationMinutes,
    bool OffersPickup, bool OffersDelivery, double DeliveryRadiusKm, decimal? FreeDeliveryFrom);

public sealed record RegisterVendorRequest(
    string Name, string Tagline, string Street, string City, string Region, string PostalCode, PositionDto Position, string Phone, string Email);

/// <param name="PreparationMinutes">1 to 240.</param>
public sealed record SetTakingOrdersRequest(bool IsTakingOrders, int PreparationMinutes);

/// <param name="State">Of <see cref="VendorStates"/>.</param>
/// <param name="OwnerEmail">Of the account that owns it.</param>
/// <param name="ProductCount">Products in its range.</param>
/// <param name="OrdersLast30Days">Orders of thirty days.</param>
/// <param name="SalesLast30Days">Of thirty days.</param>
public sealed record AdminVendorItem(
    Guid Id, string Slug, string Name, int Hue, string State, string? StateReason, string OwnerEmail, int ProductCount, int OrdersLast30Days,
    MoneyDto SalesLast30Days, bool IsTakingOrders, DateTimeOffset RegisteredAt);

public sealed class VendorsClient(HttpClient http)
{
    /// <param name="sort"><c>open</c> (open ones first, the default), <c>name</c>, <c>rating</c>; with <paramref name="near"/> also <c>near</c>.</param>
    public Task<IReadOnlyList<VendorCard>> ListAsync(string? sort = null, PositionDto? near = null, CancellationToken ct = default) =>
        http.GetAsync<IReadOnlyList<VendorCard>>("api/v1/vendors" + ApiHttp.Query(("sort", sort), ("latitude", near?.Latitude), ("longitude", near?.Longitude)), ct);

    public Task<VendorDetails> GetAsync(string idOrSlug, CancellationToken ct = default) => http.GetAsync<VendorDetails>($"api/v1/vendors/{Uri.EscapeDataString(idOrSlug)}", ct);

    /// <param name="goods">What the goods are worth: from an amount on some shops deliver free.</param>
    public Task<DeliveryEstimate> EstimateDeliveryAsync(string idOrSlug, PositionDto? to, decimal? goods = null, CancellationToken ct = default) => http.GetAsync<DeliveryEstimate>(
        $"api/v1/vendors/{Uri.EscapeDataString(idOrSlug)}/delivery" + ApiHttp.Query(("latitude", to?.Latitude), ("longitude", to?.Longitude), ("goods", goods)), ct);

    /// <summary>Opens a shop for the signed-in user; it waits for an admin's approval.</summary>
    public Task<VendorProfile> RegisterAsync(RegisterVendorRequest request, CancellationToken ct = default) => http.PostAsync<VendorProfile>("api/v1/vendors", request, ct);
}

public sealed class VendorProfileClient(HttpClient http)
{
    public Task<VendorProfile> GetAsync(CancellationToken ct = default) => http.GetAsync<VendorProfile>("api/v1/vendor/profile", ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    public Task<VendorProfile> SaveAsync(int? revision, SaveVendorProfileRequest request, CancellationToken ct = default) =>
        http.SaveAsync<VendorProfile>("api/v1/vendor/profile", revision, request, ct);

    public Task<VendorProfile> SetTakingOrdersAsync(SetTakingOrdersRequest request, CancellationToken ct = default) => http.PutAsync<VendorProfile>("api/v1/vendor/profile/taking-orders", request, ct);
}

public sealed class AdminVendorsClient(HttpClient http)
{
    public Task<Page<AdminVendorItem>> ListAsync(string? search = null, string? state = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<AdminVendorItem>>("api/v1/admin/vendors" + ApiHttp.Query(("search", search), ("state", state), ("page", page), ("size", size)), ct);

    public Task<VendorProfile> GetAsync(Guid id, CancellationToken ct = default) => http.GetAsync<VendorProfile>($"api/v1/admin/vendors/{id}", ct);
    public Task<Nothing> ApproveAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/vendors/{id}/approve", null, ct);
    public Task<Nothing> SuspendAsync(Guid id, string reason, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/vendors/{id}/suspend", new Catalog.ReasonRequest(reason), ct);
    public Task<Nothing> AgreeCommissionAsync(Guid id, decimal percent, CancellationToken ct = default) => http.PutAsync<Nothing>($"api/v1/admin/vendors/{id}/commission", new CommissionRequest(percent), ct);
}

/// <param name="Percent">Of the goods: 0 to 90, with two decimals at most.</param>
public sealed record CommissionRequest(decimal Percent);
