using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <summary>Who is asking, and what they may be: shopper always, then shops, rider, admin.</summary>
/// <param name="IsAdmin">Has any right as an administrator.</param>
/// <param name="Shops">Shops that the person works for; their ids go into <c>X-Vendor</c>.</param>
/// <param name="UnreadNotifications">How many notifications are new.</param>
/// <param name="Rights">What they may do as an administrator, of <see cref="Identity.Rights"/>. None for everybody else.</param>
/// <param name="Partners">That they are a reseller or an influencer, with the address of their public page.</param>
public sealed record MeDto(
    Guid Id, string Name, string Email, bool IsAdmin, IReadOnlyList<MyShop> Shops, Guid? RiderId, int UnreadNotifications, IReadOnlyList<string> Rights,
    IReadOnlyList<MyPartner> Partners, ImageDto? Photo = null);

/// <param name="Role"><c>RESELLER</c> or <c>INFLUENCER</c>.</param>
/// <param name="Slug">In the address of the public page.</param>
public sealed record MyPartner(string Role, string Slug, string Name);

/// <summary>What somebody who is new here may want to set up, as it is now.</summary>
/// <param name="HasChosenNews">Has decided once what to hear of, whatever it was.</param>
/// <param name="IsOver">Nobody need show it: all was done, or the person put it away.</param>
/// <param name="HasPhoto">Shows a picture.</param>
/// <param name="HasAddress">Has saved an address.</param>
/// <param name="HasPasskey">Can sign in with a passkey.</param>
public sealed record FirstStepsDto(bool HasPhoto, bool HasAddress, bool HasChosenNews, bool HasPasskey, bool IsOver);

/// <param name="State">Of <see cref="Vendors.VendorStates"/>.</param>
/// <param name="Role">Of <see cref="Vendors.VendorRoles"/>.</param>
/// <param name="Rights">What the role lets one do, of <see cref="Vendors.VendorRights"/>.</param>
public sealed record MyShop(Guid VendorId, string Slug, string Name, int Hue, string State, string Role, bool IsTakingOrders, IReadOnlyList<string> Rights, string? StateReason = null);

/// <param name="Label">What its owner calls it: <c>Home</c>.</param>
/// <param name="IsDefault">The one that is used first.</param>
public sealed record SavedAddress(Guid Id, string Label, AddressDto Address, bool IsDefault, int Revision) : IRevised;

/// <param name="Label">What its owner calls it: 1 to 40 characters.</param>
/// <param name="IsDefault">Use it first from now on. The first address is the default in any case.</param>
public sealed record SaveAddressRequest(string Label, AddressDto Address, bool IsDefault);

/// <summary>A ticket that lets a browser hear the named topics for ten minutes.</summary>
/// <param name="Ticket">Good once, until it ends.</param>
/// <param name="HubUrl">Where to connect; the ticket goes into the query as <c>ticket</c>.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record LiveTicket(string Ticket, string HubUrl, DateTimeOffset ExpiresAt);

/// <param name="Hub"><c>orders</c>, <c>notifications</c> or <c>inventory</c>.</param>
/// <param name="Topics"><c>order:{number}</c>, <c>vendor:{id}</c>, <c>rider:{id}</c>, <c>dispatch</c>, <c>user</c>, <c>person:{username}</c>, <c>profile:{username}</c>, <c>account:{id}</c>, <c>product:{id}</c>, <c>cart</c>.</param>
/// <param name="OrderToken">A guest's token for the order topics.</param>
public sealed record LiveTicketRequest(string Hub, IReadOnlyList<string> Topics, string? OrderToken);

public sealed class MeClient(HttpClient http)
{
    public Task<MeDto> GetAsync(CancellationToken ct = default) => http.GetAsync<MeDto>("api/v1/me", ct);
    public Task<FirstStepsDto> FirstStepsAsync(CancellationToken ct = default) => http.GetAsync<FirstStepsDto>("api/v1/me/first-steps", ct);
    public Task<IReadOnlyList<SavedAddress>> AddressesAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<SavedAddress>>("api/v1/me/addresses", ct);
    public Task<SavedAddress> AddAddressAsync(SaveAddressRequest request, CancellationToken ct = default) => http.PostAsync<SavedAddress>("api/v1/me/addresses", request, ct);
    public Task<SavedAddress> AddressAsync(Guid id, CancellationToken ct = default) => http.GetAsync<SavedAddress>($"api/v1/me/addresses/{id}", ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    public Task<SavedAddress> SaveAddressAsync(Guid id, int? revision, SaveAddressRequest request, CancellationToken ct = default) =>
        http.SaveAsync<SavedAddress>($"api/v1/me/addresses/{id}", revision, request, ct);

    public Task<Nothing> DeleteAddressAsync(Guid id, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"api/v1/me/addresses/{id}", ct);

    /// <summary>Works for guests too, for the orders whose token they hold and for products.</summary>
    public Task<LiveTicket> LiveTicketAsync(LiveTicketRequest request, CancellationToken ct = default) => http.PostAsync<LiveTicket>("api/v1/live/tickets", request, ct);
}
