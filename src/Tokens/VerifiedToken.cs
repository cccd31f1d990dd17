using System.Text.Json;

namespace Marketplace.Tokens;

/// <summary>What a token must say to be believed.</summary>
/// <param name="IgnoreExpiry">Only for an id_token_hint, which says who signed out, not that somebody may do something.</param>
public sealed record TokenExpectation(string Type, string Issuer, string? Audience, DateTimeOffset Now, bool IgnoreExpiry = false);

/// <summary>Claims whose signature, issuer, audience and times were checked. There is no other way to get one.</summary>
public sealed class VerifiedToken
{
    private readonly JsonElement _claims;

    private VerifiedToken(JsonElement claims, string subject, DateTimeOffset issuedAt, DateTimeOffset expiresAt) =>
        (_claims, Subject, IssuedAt, ExpiresAt) = (claims, subject, issuedAt, expiresAt);

    public string Subject { get; }
    public DateTimeOffset IssuedAt { get; }
    public DateTimeOffset ExpiresAt { get; }

    public string? Text(string claim) =>
        _claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A text inside a claim that is an object, as <c>sub</c> in <c>act</c>.</summary>
    public string? Text(string claim, string member) =>
        _claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    public long? Number(string claim) =>
        _claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A claim that is a list of texts, or one text.</summary>
    public IReadOnlyList<string> Texts(string claim) => _claims.TryGetProperty(claim, out var value) ? TextsOf(value) ?? [] : [];

    public bool Has(string claim) => _claims.TryGetProperty(claim, out _);

    internal static VerifiedToken? Check(JsonElement claims, TokenExpectation expected)
    {
        if (Required(claims, "iss") != expected.Issuer
            || Required(claims, "sub") is not { Length: > 0 and <= 255 } subject
            || !HasAudience(claims, expected.Audience)
            || Date(claims, "exp") is not { } expires
            || Date(claims, "iat") is not { } issued
            || (claims.TryGetProperty("nbf", out _) && !(Date(claims, "nbf") <= expected.Now + TokenLimits.ClockSkew)))
        {
            return null;
        }

        if (issued > expected.Now + TokenLimits.ClockSkew || (!expected.IgnoreExpiry && expires <= expected.Now - TokenLimits.ClockSkew))
        {
            return null;
        }

        return new(claims, subject, issued, expires);
    }

    private static string? Required(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Date(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is >= 0 and <= TokenLimits.MaxNumericDate
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
            : null;

    private static bool HasAudience(JsonElement claims, string? expected) =>
        claims.TryGetProperty("aud", out var value) && TextsOf(value) is { Count: > 0 } audiences
            && (expected is null || audiences.Contains(expected));

    private static List<string>? TextsOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return [value.GetString()!];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            texts.Add(item.GetString()!);
        }

        return texts;
    }
}
