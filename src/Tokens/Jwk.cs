using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Tokens;

/// <summary>A public key as JWKS publishes it (RFC 7517). Private members have no place to be written to.</summary>
public sealed record Jwk
{
    [JsonPropertyName("kty")] public required string KeyType { get; init; }
    [JsonPropertyName("use")] public string? Use { get; init; }
    [JsonPropertyName("alg")] public string? Algorithm { get; init; }
    [JsonPropertyName("kid")] public string? KeyId { get; init; }
    [JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Modulus { get; init; }
    [JsonPropertyName("e"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Exponent { get; init; }
    [JsonPropertyName("crv"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Curve { get; init; }
    [JsonPropertyName("x"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? X { get; init; }
    [JsonPropertyName("y"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Y { get; init; }

    /// <summary>RFC 7638: the same key always gets the same name, whoever computes it.</summary>
    public string Thumbprint()
    {
        var canonical = KeyType == "RSA"
            ? $$"""{"e":"{{Exponent}}","kty":"RSA","n":"{{Modulus}}"}"""
            : $$"""{"crv":"{{Curve}}","kty":"EC","x":"{{X}}","y":"{{Y}}"}""";
        return Base64UrlText.Encode(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical)));
    }
}

public sealed record JwkSet([property: JsonPropertyName("keys")] IReadOnlyList<Jwk> Keys)
{
    private static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = TokenLimits.MaxJsonDepth };

    /// <returns>Null when the text is no key set.</returns>
    public static JwkSet? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<JwkSet>(json, Strict) is { Keys: not null } set && set.Keys.All(key => key is not null) ? set : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
