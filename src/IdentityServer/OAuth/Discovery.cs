using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>What this server offers. Each value listed works, and nothing works that is not listed.</summary>
internal static class Discovery
{
    public const string AnyOriginPolicy = "public-metadata";
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapDiscovery(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.OpenIdConfiguration, Metadata).RequireCors(AnyOriginPolicy);
        routes.MapGet(Paths.OAuthConfiguration, Metadata).RequireCors(AnyOriginPolicy);
        routes.MapGet(Paths.Jwks, Keys).RequireCors(AnyOriginPolicy);
    }

    private static IResult Metadata(HttpContext http, IOptions<UrlOptions> urls) =>
        Cacheable(http, JsonSerializer.SerializeToUtf8Bytes(ServerMetadata.For(urls.Value.Identity), Json), "application/json", TimeSpan.FromMinutes(5));

    private static async Task<IResult> Keys(HttpContext http, KeyRing keys, CancellationToken ct) =>
        Cacheable(http, JsonSerializer.SerializeToUtf8Bytes(new JwkSet(await keys.PublishedAsync(ct)), Json), "application/jwk-set+json", TimeSpan.FromSeconds(30));

    private static IResult Cacheable(HttpContext http, byte[] body, string contentType, TimeSpan life)
    {
        http.Response.Headers.CacheControl = $"public, max-age={(int)life.TotalSeconds}";
        var tag = new EntityTagHeaderValue($"\"{Base64UrlText.Encode(SHA256.HashData(body).AsSpan(0, 12))}\"");
        return Results.Bytes(body, contentType, entityTag: tag);
    }
}

internal sealed record ServerMetadata
{
    [JsonPropertyName("issuer")] public required string Issuer { get; init; }
    [JsonPropertyName("authorization_endpoint")] public required string Authorize { get; init; }
    [JsonPropertyName("pushed_authorization_request_endpoint")] public required string Push { get; init; }
    [JsonPropertyName("token_endpoint")] public required string Token { get; init; }
    [JsonPropertyName("userinfo_endpoint")] public required string UserInfo { get; init; }
    [JsonPropertyName("jwks_uri")] public required string Jwks { get; init; }
    [JsonPropertyName("end_session_endpoint")] public required string EndSession { get; init; }
    [JsonPropertyName("introspection_endpoint")] public required string Introspect { get; init; }
    [JsonPropertyName("revocation_endpoint")] public required string Revoke { get; init; }
    [JsonPropertyName("scopes_supported")] public IReadOnlyList<string> ScopesSupported { get; } = Scopes.All;
    [JsonPropertyName("response_types_supported")] public IReadOnlyList<string> ResponseTypes { get; } = ["code"];
    [JsonPropertyName("response_modes_supported")] public IReadOnlyList<string> ResponseModes { get; } = ["query", "form_post"];
    [JsonPropertyName("grant_types_supported")] public IReadOnlyList<string> Grants { get; } = GrantTypes.All;
    [JsonPropertyName("subject_types_supported")] public IReadOnlyList<string> SubjectTypes { get; } = ["public"];
    [JsonPropertyName("id_token_signing_alg_values_supported")] public IReadOnlyList<string> IdTokenAlgorithms { get; } = ["RS256"];
    [JsonPropertyName("token_endpoint_auth_methods_supported")] public IReadOnlyList<string> TokenAuth { get; } = ["client_secret_basic", "client_secret_post", "none"];
    [JsonPropertyName("introspection_endpoint_auth_methods_supported")] public IReadOnlyList<string> IntrospectAuth { get; } = ["client_secret_basic", "client_secret_post"];
    [JsonPropertyName("revocation_endpoint_auth_methods_supported")] public IReadOnlyList<string> RevokeAuth { get; } = ["client_secret_basic", "client_secret_post", "none"];
    [JsonPropertyName("code_challenge_methods_supported")] public IReadOnlyList<string> ChallengeMethods { get; } = ["S256"];
    [JsonPropertyName("prompt_values_supported")] public IReadOnlyList<string> Prompts { get; } = ["none", "login", "consent", "select_account", "create"];
    [JsonPropertyName("claim_types_supported")] public IReadOnlyList<string> ClaimTypes { get; } = ["normal"];
    [JsonPropertyName("claims_supported")]
    public IReadOnlyList<string> Claims { get; } =
        ["sub", "iss", "aud", "iat", "exp", "auth_time", "nonce", "sid", "amr", "name", "preferred_username", "picture", "email", "email_verified", "phone_number", "phone_number_verified", "role"];
    [JsonPropertyName("authorization_response_iss_parameter_supported")] public bool SendsIssuer { get; } = true;
    [JsonPropertyName("backchannel_logout_supported")] public bool TellsOfSignOuts { get; } = true;
    [JsonPropertyName("backchannel_logout_session_supported")] public bool TellsOfSessions { get; } = true;
    [JsonPropertyName("claims_parameter_supported")] public bool TakesClaims { get; }
    [JsonPropertyName("request_parameter_supported")] public bool TakesRequest { get; }
    [JsonPropertyName("request_uri_parameter_supported")] public bool TakesRequestUri { get; }
    [JsonPropertyName("require_pushed_authorization_requests")] public bool RequiresPush { get; }

    public static ServerMetadata For(string issuer) => new()
    {
        Issuer = issuer,
        Authorize = issuer + Paths.Authorize,
        Push = issuer + Paths.Push,
        Token = issuer + Paths.Token,
        UserInfo = issuer + Paths.UserInfo,
        Jwks = issuer + Paths.Jwks,
        EndSession = issuer + Paths.EndSession,
        Introspect = issuer + Paths.Introspect,
        Revoke = issuer + Paths.Revoke,
    };
}
