using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Media;

public sealed class MediaClient(HttpClient http)
{
    /// <summary>JPEG, PNG, WebP or GIF up to 10 MB; the type is told from the content. The alternative text may be changed later.</summary>
    public Task<ImageDto> UploadAsync(Stream content, string fileName, string alt, CancellationToken ct = default)
    {
        var form = new MultipartFormDataContent { { new StreamContent(content), "file", fileName }, { new StringContent(alt), "alt" } };
        return http.PostAsync<ImageDto>("api/v1/vendor/media", form, ct);
    }
}
