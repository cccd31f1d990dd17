using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <summary>Who is asking, and what they may be: shopper always, then shops, rider, admin.</summary>
/// <param name="Partners">That they are a reseller or an influencer, with the address of their public page.</param>
/// <param name="Rights">What they may do as an administrator: <c>SEE_ORDERS</c> and others. None for everybody else.</param>
public sealed record MeDto(
    Guid Id, string Name, string Email, bool IsAdmin, IReadOnlyList<MyShop> Shops, Guid? RiderId, int UnreadNotifications, IReadOnlyList<string> Rights,
    IReadOnlyList<MyPartner> Partners);

/// <param name="Role"><c>RESELLER</c> or <c>INFLUENCER</c>.</param>
public sealed record MyPartner(string Role, string Slug, string Name);

/// <param name="Role">Of <see cref="Vendors.VendorRoles"/>.</param>
/// <param name="Rights">What the role lets one do, of <see cref="Vendors.VendorRights"/>.</param>
public sealed record MyShop(Guid VendorId, string Slug, string Name, int Hue, string State, string Role, bool IsTakingOrders, IReadOnlyList<string> Rights, string? StateReason = null);

public sealed record SavedAddress(Guid Id, string Label, AddressDto Address, bool IsDefault);

public sealed record SaveAddressRequest(string Label, AddressDto Address, bool IsDefault);

/// <summary>A ticket that lets a browser hear the named topics for ten minutes.</summary>
/// <param name="HubUrl">Where to connect; the ticket goes into the query as <c>ticket</c>.</param>
public sealed record LiveTicket(string Ticket, string HubUrl, DateTimeOffset ExpiresAt);

/// <param name="Hub"><c>orders</c>, <c>notifications</c> or <c>inventory</c>.</param>
/// <param name="Topics"><c>order:{number}</c>, <c>vendor:{id}</c>, <c>rider:{id}</c>, <c>dispatch</c>, <c>user</c>, <c>person:{username}</c>, <c>product:{id}</c>, <c>cart</c>.</param>
/// <param name="OrderToken">A guest's token for the order topics.</param>
public sealed record LiveTicketRequest(string Hub, IReadOnlyList<string> Topics, string? OrderToken);

public sealed class MeClient(HttpClient http)
{
    public Task<MeDto> GetAsync(CancellationToken ct = default) => http.GetAsync<MeDto>("api/v1/me", ct);
    public Task<IReadOnlyList<SavedAddress>> AddressesAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<SavedAddress>>("api/v1/me/addresses", ct);
    public Task<SavedAddress> AddAddressAsync(SaveAddressRequest request, CancellationToken ct = default) => http.PostAsync<SavedAddress>("api/v1/me/addresses", request, ct);
    public Task<SavedAddress> SaveAddressAsync(Guid id, SaveAddressRequest request, CancellationToken ct = default) => http.PutAsync<SavedAddress>($"api/v1/me/addresses/{id}", request, ct);
    public Task<Nothing> DeleteAddressAsync(Guid id, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"api/v1/me/addresses/{id}", ct);

    /// <summary>Works for guests too, for the orders whose token they hold and for products.</summary>
    public Task<LiveTicket> LiveTicketAsync(LiveTicketRequest request, CancellationToken ct = default) => http.PostAsync<LiveTicket>("api/v1/live/tickets", request, ct);
}
