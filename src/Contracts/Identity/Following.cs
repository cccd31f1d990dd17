using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <summary>Whom and what the signed-in person follows, the newest first.</summary>
/// <param name="Shops">Shops that the signed-in person follows.</param>
/// <param name="People">People whom the signed-in person follows.</param>
/// <param name="Followers">How many people follow the signed-in person.</param>
public sealed record FollowsDto(IReadOnlyList<FollowedShop> Shops, IReadOnlyList<FollowedPerson> People, int Followers);

public sealed record FollowedShop(Guid VendorId, string Slug, string Name, int Hue, string Tagline, DateTimeOffset Since);

/// <param name="Presence">Null unless the person lets it be seen.</param>
public sealed record FollowedPerson(string Username, string Name, ImageDto? Photo, DateTimeOffset Since, PresenceDto? Presence = null);

public sealed record BlockedPerson(string Username, string Name, DateTimeOffset Since);

public sealed class FollowingClient(HttpClient http)
{
    public Task<FollowsDto> GetAsync(CancellationToken ct = default) => http.GetAsync<FollowsDto>("api/v1/me/follows", ct);
    public Task<Nothing> FollowShopAsync(Guid vendorId, CancellationToken ct = default) => http.PutAsync<Nothing>($"api/v1/me/follows/shops/{vendorId}", null, ct);
    public Task<Nothing> LeaveShopAsync(Guid vendorId, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"api/v1/me/follows/shops/{vendorId}", ct);
    public Task<Nothing> FollowPersonAsync(string username, CancellationToken ct = default) => http.PutAsync<Nothing>($"api/v1/me/follows/people/{Uri.EscapeDataString(username)}", null, ct);
    public Task<Nothing> LeavePersonAsync(string username, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"api/v1/me/follows/people/{Uri.EscapeDataString(username)}", ct);
    public Task<IReadOnlyList<BlockedPerson>> BlocksAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<BlockedPerson>>("api/v1/me/blocks", ct);
    public Task<Nothing> BlockAsync(string username, CancellationToken ct = default) => http.PutAsync<Nothing>($"api/v1/me/blocks/{Uri.EscapeDataString(username)}", null, ct);
    public Task<Nothing> UnblockAsync(string username, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"api/v1/me/blocks/{Uri.EscapeDataString(username)}", ct);
}
