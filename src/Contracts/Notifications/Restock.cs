using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Notifications;

/// <summary>Something that a person waits for.</summary>
/// <param name="IsForSale">Its shop still has it in its range.</param>
/// <param name="AskedAt">When the person asked.</param>
public sealed record RestockAlertDto(
    Guid VariantId, Guid ProductId, string ProductSlug, string Sku, string Name, string? VariantText, ImageDto? Image, MoneyDto Price, bool IsForSale, DateTimeOffset AskedAt);

public sealed record AskForRestockRequest(Guid VariantId, string Email);

/// <param name="Key">From a mail.</param>
public sealed record RestockKeyRequest(string Key);

/// <summary>To be told once when something that is sold out is back.</summary>
public sealed class RestockClient(HttpClient http)
{
    private const string Mine = "api/v1/me/restock-alerts";
    private const string Guests = "api/v1/restock-alerts";

    public Task<Page<RestockAlertDto>> ListAsync(int page = 1, int size = 50, CancellationToken ct = default) =>
        http.GetAsync<Page<RestockAlertDto>>(Mine + ApiHttp.Query(("page", page), ("size", size)), ct);

    public Task<Nothing> AskAsync(Guid variantId, CancellationToken ct = default) => http.PutAsync<Nothing>($"{Mine}/{variantId}", null, ct);
    public Task<Nothing> StopAsync(Guid variantId, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"{Mine}/{variantId}", ct);

    /// <summary>For a guest, who gets a mail with a link that confirms it. The answer does not tell whether the address is known.</summary>
    public Task<Nothing> AskAsGuestAsync(AskForRestockRequest request, CancellationToken ct = default) => http.PostAsync<Nothing>(Guests, request, ct);
    public Task<Nothing> ConfirmAsync(string key, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Guests}/confirm", new RestockKeyRequest(key), ct);
    public Task<Nothing> StopAsGuestAsync(string key, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Guests}/stop", new RestockKeyRequest(key), ct);
}
