using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Vendors;

/// <param name="Name">What the shop calls it: 1 to 60 characters.</param>
/// <param name="Scopes"><c>vendor.orders</c>, <c>vendor.catalog</c>.</param>
/// <param name="ExpiresAt">At most two years ahead; without it the key works until it is revoked.</param>
public sealed record MakeApiKeyRequest(string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <param name="Name">What the shop calls it.</param>
/// <param name="Prefix">How the key begins. The rest is not kept.</param>
/// <param name="Scopes"><c>vendor.orders</c>, <c>vendor.catalog</c>.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself; null when it does not.</param>
/// <param name="RevokedAt">When it was revoked; null when it was not.</param>
/// <param name="LastUsedAt">Null when it never was.</param>
/// <param name="Uses">Requests, as far as they are counted: a minute may be missing.</param>
/// <param name="Works">Neither revoked nor over.</param>
/// <param name="IsRotated">Another key has taken its place; it works until <paramref name="ExpiresAt"/>.</param>
public sealed record ApiKeyItem(
    Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset MadeAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt, long Uses, bool Works, bool IsRotated);

/// <param name="Item">What stays visible of it.</param>
/// <param name="Key">The key itself, this once.</param>
public sealed record MadeApiKey(ApiKeyItem Item, string Key);

/// <summary>The API keys of the shop that the signed-in person acts for.</summary>
public sealed class ApiKeysClient(HttpClient http)
{
    public Task<IReadOnlyList<ApiKeyItem>> ListAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<ApiKeyItem>>("api/v1/vendor/api-keys", ct);
    public Task<MadeApiKey> MakeAsync(MakeApiKeyRequest request, CancellationToken ct = default) => http.PostAsync<MadeApiKey>("api/v1/vendor/api-keys", request, ct);
    public Task<MadeApiKey> RotateAsync(Guid id, CancellationToken ct = default) => http.PostAsync<MadeApiKey>($"api/v1/vendor/api-keys/{id}/rotate", null, ct);
    public Task<Nothing> RevokeAsync(Guid id, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"api/v1/vendor/api-keys/{id}", ct);
}
