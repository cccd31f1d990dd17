using System.Buffers.Binary;

namespace Marketplace.Infrastructure.Media;

/// <summary>What the first bytes of a picture say. The name of a file and what a client claims say nothing.</summary>
/// <param name="HasProfile">It brings a colour profile, without which its numbers are sRGB.</param>
internal sealed record PictureHeader(string ContentType, string Extension, int Width, int Height, bool HasProfile)
{
    private const long MaxPixels = 40_000_000;

    /// <summary>A small file may unfold to a picture that takes all memory.</summary>
    public bool IsTooLarge => (long)Width * Height > MaxPixels;

    /// <summary>The width, whichever way up the picture turns out to be.</summary>
    public int LongestSide => Math.Max(Width, Height);

    /// <returns>Null when it is not a JPEG, PNG, WebP or GIF with a size.</returns>
    public static PictureHeader? Read(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] when bytes.Length >= 24 && bytes[12..16].SequenceEqual("IHDR"u8) =>
            Sized("image/png", ".png", BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]), bytes.IndexOf("iCCP"u8) > 0),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] when bytes.Length >= 10 =>
            Sized("image/gif", ".gif", BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), false),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] when bytes.Length >= 30 && bytes[8..12].SequenceEqual("WEBP"u8) => WebP(bytes),
        [0xFF, 0xD8, 0xFF, ..] => Jpeg(bytes),
        _ => null,
    };

    private static PictureHeader? WebP(ReadOnlySpan<byte> bytes)
    {
        var kind = bytes[12..16];
        var hasProfile = bytes.IndexOf("ICCP"u8) > 0;
        return kind.SequenceEqual("VP8 "u8) ? Of((BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF), BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF)
            : kind.SequenceEqual("VP8L"u8) ? Lossless(BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]))
            : kind.SequenceEqual("VP8X"u8) ? Of(1 + Int24(bytes[24..]), 1 + Int24(bytes[27..]))
            : null;

        PictureHeader? Lossless(uint bits) => Of(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        static int Int24(ReadOnlySpan<byte> b) => b[0] | (b[1] << 8) | (b[2] << 16);
        PictureHeader? Of(int width, int height) => Sized("image/webp", ".webp", width, height, hasProfile);
    }

    /// <summary>Walks the segments to the frame that tells the size.</summary>
    private static PictureHeader? Jpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++; // a filling byte
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Sized("image/jpeg", ".jpg", BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]), bytes.IndexOf("ICC_PROFILE"u8) > 0);
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return null;
    }

    private static PictureHeader? Sized(string contentType, string extension, int width, int height, bool hasProfile) =>
        width > 0 && height > 0 ? new(contentType, extension, width, height, hasProfile) : null;
}
