using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Media;

public sealed class MediaClient(HttpClient http)
{
    /// <summary>JPEG, PNG, WebP or GIF up to 10 MB; the type is told from the content. The alternative text may be changed later.</summary>
    public Task<ImageDto> UploadAsync(Stream content, string fileName, string alt, CancellationToken ct = default) =>
        http.PostAsync<ImageDto>("api/v1/vendor/media", Form(content, fileName, alt), ct);

    /// <summary>The same, for what the marketplace shows: categories, brands, and products that an administrator edits.</summary>
    public Task<ImageDto> UploadForMarketplaceAsync(Stream content, string fileName, string alt, CancellationToken ct = default) =>
        http.PostAsync<ImageDto>("api/v1/admin/media", Form(content, fileName, alt), ct);

    private static MultipartFormDataContent Form(Stream content, string fileName, string alt) =>
        new() { { new StreamContent(content), "file", fileName }, { new StringContent(alt), "alt" } };
}
