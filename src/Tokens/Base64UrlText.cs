using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Tokens;

/// <summary>base64url without padding (RFC 7515). Decoding accepts the canonical form only, so a token has exactly one spelling.</summary>
public static class Base64UrlText
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, decoded, out _, out var written) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        // The last character may carry bits that decoding drops; encoding again shows them.
        if (!text.SequenceEqual(Base64Url.EncodeToString(decoded.AsSpan(0, written))))
        {
            return false;
        }

        bytes = written == decoded.Length ? decoded : decoded[..written];
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> Alphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
