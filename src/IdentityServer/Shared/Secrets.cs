using System.Security.Cryptography;
using System.Text;
using Marketplace.Tokens;

namespace Marketplace.IdentityServer.Shared;

/// <summary>Codes, refresh tokens, session ids and client secrets: 256 random bits, of which the database sees the hash.</summary>
internal static class Secrets
{
    public static string New() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Encrypts <paramref name="text"/> so that only a holder of <paramref name="secret"/> can read it.</summary>
    public static byte[] Seal(string text, string secret)
    {
        var (plain, nonce) = (Encoding.UTF8.GetBytes(text), RandomNumberGenerator.GetBytes(12));
        var box = new byte[12 + 16 + plain.Length];
        using var aes = new AesGcm(KeyFrom(secret), 16);
        aes.Encrypt(nonce, plain, box.AsSpan(28), box.AsSpan(12, 16));
        nonce.CopyTo(box, 0);
        return box;
    }

    public static string Open(byte[] box, string secret)
    {
        var plain = new byte[box.Length - 28];
        using var aes = new AesGcm(KeyFrom(secret), 16);
        aes.Decrypt(box.AsSpan(0, 12), box.AsSpan(28), box.AsSpan(12, 16), plain);
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] KeyFrom(string secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "refresh-successor"u8.ToArray());
}
