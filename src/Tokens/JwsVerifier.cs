using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Marketplace.Tokens;

/// <summary>
/// Reads a compact JWS strictly: three canonical segments, a header of exactly alg, kid and typ, an algorithm that the named
/// key was published for, and a signature over the bytes as received. Claims are looked at only after the signature holds.
/// </summary>
public static class JwsVerifier
{
    private static readonly JsonDocumentOptions StrictJson = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = TokenLimits.MaxJsonDepth,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>Finds the key by the token's kid and verifies. An unknown kid is a failed verification.</summary>
    public static async ValueTask<VerifiedToken?> VerifyAsync(
        string token, TokenExpectation expected, Func<string, CancellationToken, ValueTask<VerificationKey?>> findKey, CancellationToken ct)
    {
        if (Split(token) is not { } parts || ReadHeader(parts.Header) is not { } header || header.Type != expected.Type)
        {
            return null;
        }

        var key = await findKey(header.KeyId, ct);
        if (key is null || key.KeyId != header.KeyId || key.Algorithm.ToString() != header.Algorithm
            || !key.Verify(Encoding.ASCII.GetBytes(token[..parts.SignedLength]), parts.Signature))
        {
            return null;
        }

        return ParseObject(parts.Payload) is { } claims ? VerifiedToken.Check(claims, expected) : null;
    }

    internal static JsonElement? ParseObject(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, StrictJson);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            ReadEveryText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null; // InvalidOperationException: an escaped half of a surrogate pair
        }
    }

    /// <summary>Texts are decoded lazily; doing it here means that nothing later can throw on a strange one.</summary>
    private static void ReadEveryText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadEveryText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadEveryText(member.Value);
                }

                break;
        }
    }

    private static Parts? Split(string token)
    {
        if (token.Length is 0 or > TokenLimits.MaxTokenLength)
        {
            return null;
        }

        var first = token.IndexOf('.');
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        if (second < 0 || token.IndexOf('.', second + 1) >= 0
            || !Base64UrlText.TryDecode(token.AsSpan(0, first), out var header)
            || !Base64UrlText.TryDecode(token.AsSpan(first + 1, second - first - 1), out var payload)
            || !Base64UrlText.TryDecode(token.AsSpan(second + 1), out var signature)
            || header.Length == 0 || payload.Length == 0 || signature.Length == 0)
        {
            return null;
        }

        return new(header, payload, signature, second);
    }

    private static Header? ReadHeader(byte[] json)
    {
        if (ParseObject(json) is not { } header)
        {
            return null;
        }

        string? algorithm = null, keyId = null, type = null;
        foreach (var member in header.EnumerateObject())
        {
            var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
            switch (member.Name)
            {
                case "alg": algorithm = text; break;
                case "kid": keyId = text; break;
                case "typ": type = text; break;
                default: return null; // crit, b64, jku, x5u, jwk, x5c … : our issuer writes none of them
            }
        }

        return algorithm is not null && keyId is { Length: > 0 and <= 200 } && type is not null ? new(algorithm, keyId, type) : null;
    }

    private sealed record Header(string Algorithm, string KeyId, string Type);

    private sealed record Parts(byte[] Header, byte[] Payload, byte[] Signature, int SignedLength);
}
