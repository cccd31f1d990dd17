using Marketplace.Contracts.Shared;
using Marketplace.Domain.Media;

namespace Marketplace.Application.Media;

/// <summary>Where pictures and videos are served from. An id names content, so a URL never changes what it shows.</summary>
public sealed class MediaUrls(Uri baseUrl)
{
    public static IReadOnlyList<int> Widths { get; } = [320, 640, 1200];

    private readonly string _root = baseUrl.ToString().TrimEnd('/') + "/media/";

    public ImageDto Image(MediaId id, string alt) => new(id.Value, Url(id, 320), Url(id, 640), Url(id, 1200), alt);

    public ImageDto? Image(MediaId? id, string alt) => id is { } known ? Image(known, alt) : null;

    public VideoDto Video(MediaId id, string text, MediaId? poster) => new(id.Value, $"{_root}{id.Value:N}.mp4", Image(poster, ""), text);

    private string Url(MediaId id, int width) => $"{_root}{id.Value:N}-{width}.webp";
}
