using System.Security.Cryptography;
using System.Text;
using Marketplace.Tokens;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>RFC 7636 with S256 only.</summary>
internal static class Pkce
{
    /// <summary>SHA-256 in base64url has exactly 43 characters.</summary>
    public static bool IsChallenge(string text) => text.Length == 43 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static bool IsVerifier(string text) =>
        text.Length is >= 43 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');

    public static bool Matches(string verifier, string challenge) => IsVerifier(verifier) && CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
        Encoding.ASCII.GetBytes(challenge));
}
