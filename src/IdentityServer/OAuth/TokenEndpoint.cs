using System.Text.Json.Serialization;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope)
{
    [JsonPropertyName("refresh_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("id_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdToken { get; init; }
}

internal static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder routes) => 
        routes.MapPost(Paths.Token, Post).DisableAntiforgery().RequireCors(BrowserClientCors.Policy);

    private static async Task<IResult> Post(
        HttpContext http, ClientAuthenticator clients, CodeExchange codes, RefreshExchange refreshes, ClientGrant machines, ClientUse use,
        IOptions<TokenOptions> options, CancellationToken ct)
    {
        var (client, form, refusal) = await clients.ReadAsync(http, ct);
        if (client is null || form is null)
        {
            return refusal!;
        }

        var result = form["grant_type"] switch
        {
            null => OAuthResults.Error(OAuthErrors.InvalidRequest, "The grant_type is missing."),
            var grant when !GrantTypes.All.Contains(grant) => OAuthResults.Error(OAuthErrors.UnsupportedGrantType, "This grant type does not exist here."),
            var grant when !client.Grants.Contains(grant) => OAuthResults.Error(OAuthErrors.UnauthorizedClient, "This client may not use the grant type."),
            _ when form["resource"] is { } resource && resource != options.Value.Audience => OAuthResults.Error(OAuthErrors.InvalidTarget, "There is no such resource."),
            GrantTypes.AuthorizationCode => await codes.ExchangeAsync(client, form, ct),
            GrantTypes.RefreshToken => await refreshes.ExchangeAsync(client, form, ct),
            _ => await machines.IssueAsync(client, form, ct),
        };
        if (!client.IsFirstParty)
        {
            use.Count(client.Id, isRefusal: result is IStatusCodeHttpResult { StatusCode: >= 400 });
        }

        return result;
    }
}

/// <summary>client_credentials: the client acts as itself, never as a person.</summary>
internal sealed class ClientGrant(TokenIssuer issuer, IOptions<TokenOptions> options)
{
    public async Task<IResult> IssueAsync(Client client, Parameters form, CancellationToken ct)
    {
        if (client.IsPublic)
        {
            return OAuthResults.Error(OAuthErrors.UnauthorizedClient, "A public client cannot act as itself.");
        }

        var scopes = form["scope"] is { } text ? Scopes.Parse(text) : [.. client.OwnScopes];
        if (scopes is null || !scopes.TrueForAll(client.OwnScopes.Contains))
        {
            return OAuthResults.Error(OAuthErrors.InvalidScope, "A scope is unknown or not allowed to this client.");
        }

        var token = await issuer.AccessTokenForClientAsync(client, scopes, ct);
        return Results.Json(new TokenResponse(token, "Bearer", (int)options.Value.AccessTokenLife.TotalSeconds, string.Join(' ', scopes)));
    }
}
