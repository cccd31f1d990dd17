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

    /// <summary>An MP4 with H.264. What it shows is said when a product takes it.</summary>
    /// <param name="length">How many bytes there are; what is too much is refused before it is sent.</param>
    public Task<VideoDto> UploadVideoAsync(Stream content, long? length, CancellationToken ct = default) => http.PostAsync<VideoDto>("api/v1/vendor/media/videos", Video(content, length), ct);

    /// <summary>The same, for a product that an administrator edits.</summary>
    public Task<VideoDto> UploadVideoForMarketplaceAsync(Stream content, long? length, CancellationToken ct = default) => http.PostAsync<VideoDto>("api/v1/admin/media/videos", Video(content, length), ct);

    private static StreamContent Video(Stream content, long? length) => new(content) { Headers = { ContentType = new("video/mp4"), ContentLength = length } };

    private static MultipartFormDataContent Form(Stream content, string fileName, string alt) =>
        new() { { new StreamContent(content), "file", fileName }, { new StringContent(alt), "alt" } };
}
