using System.Security.Cryptography;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Media;

/// <summary>Names a picture by its content: the first 16 bytes of the SHA-256 of the stored original. The same picture has one id.</summary>
public readonly record struct MediaId(Guid Value) : IId<MediaId>
{
    public static MediaId From(Guid value) => new(value);

    public static MediaId Of(ReadOnlySpan<byte> content) => new(new Guid(SHA256.HashData(content).AsSpan(0, 16), bigEndian: true));
}
