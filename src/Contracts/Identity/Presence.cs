using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <summary>Whether a person is here. Of those only who let it be seen.</summary>
/// <param name="IsOnline">Here now.</param>
/// <param name="SeenAt">When they were last; null while they are here.</param>
public sealed record PresenceDto(bool IsOnline, DateTimeOffset? SeenAt);

/// <summary>What the signed-in person lets others know without saying it. All off until they want it.</summary>
/// <param name="ShowsPresence">Who sees the profile sees whether the person is here.</param>
/// <param name="ShowsActivity">Who follows the person hears of what they do: which shops they follow.</param>
public sealed record SharingDto(bool ShowsPresence, bool ShowsActivity);

/// <summary>Something that happened at a shop that one follows, or that a person whom one follows did.</summary>
/// <param name="Kind"><c>NEW_PRODUCTS</c>: the shop shows new ones; those of one hour are one item. <c>FOLLOWED_SHOP</c>: the person follows the shop.</param>
/// <param name="Person">Null for what the shop did.</param>
/// <param name="Shop">The shop that it is about.</param>
/// <param name="ProductCount">How many new products; of them, <paramref name="Products"/> are the newest.</param>
/// <param name="Products">Up to four.</param>
public sealed record FeedItem(string Kind, DateTimeOffset At, FeedPerson? Person, FeedShop Shop, int ProductCount, IReadOnlyList<FeedProduct> Products);

public sealed record FeedPerson(string Username, string Name, ImageDto? Photo);

public sealed record FeedShop(Guid VendorId, string Slug, string Name, int Hue);

public sealed record FeedProduct(string Slug, string Name, ImageDto? Image);

public sealed class SharingClient(HttpClient http)
{
    public Task<SharingDto> GetAsync(CancellationToken ct = default) => http.GetAsync<SharingDto>("api/v1/me/sharing", ct);
    public Task<SharingDto> ShareAsync(SharingDto sharing, CancellationToken ct = default) => http.PutAsync<SharingDto>("api/v1/me/sharing", sharing, ct);

    /// <param name="cursor">What an earlier part of the list said is next.</param>
    public Task<Page<FeedItem>> FeedAsync(string? cursor = null, int size = 20, CancellationToken ct = default) =>
        http.GetAsync<Page<FeedItem>>("api/v1/me/feed" + ApiHttp.Query(("cursor", cursor), ("size", size)), ct);
}
