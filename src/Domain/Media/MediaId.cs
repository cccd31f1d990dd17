using System.Security.Cryptography;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Media;

/// <summary>Names a picture or a video by its content: the first 16 bytes of the SHA-256 of what was sent. The same picture has one id.</summary>
public readonly record struct MediaId(Guid Value) : IId<MediaId>
{
    public static MediaId From(Guid value) => new(value);

    /// <summary>As it stands in addresses, names of files and imported cells: 32 hexadecimal digits. Null for any other text.</summary>
    public static MediaId? Read(string text) => Guid.TryParseExact(text, "N", out var id) ? new MediaId(id) : null;

    public static MediaId Of(ReadOnlySpan<byte> content) => OfHash(SHA256.HashData(content));

    /// <param name="sha256">Of the content.</param>
    public static MediaId OfHash(ReadOnlySpan<byte> sha256) => new(new Guid(sha256[..16], bigEndian: true));
}
