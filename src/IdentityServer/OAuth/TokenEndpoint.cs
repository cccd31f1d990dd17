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
        HttpContext http, ClientAuthenticator clients, CodeExchange codes, RefreshExchange refreshes, ClientGrant machines, CancellationToken ct)
    {
        var (client, form, refusal) = await clients.ReadAsync(http, ct);
        if (client is null || form is null)
        {
            return refusal!;
        }

        switch (form["grant_type"])
        {
            case null:
                return OAuthResults.Error(OAuthErrors.InvalidRequest, "The grant_type is missing.");
            case { } grant when !GrantTypes.All.Contains(grant):
                return OAuthResults.Error(OAuthErrors.UnsupportedGrantType, "This grant type does not exist here.");
            case { } grant when !client.Grants.Contains(grant):
                return OAuthResults.Error(OAuthErrors.UnauthorizedClient, "This client may not use the grant type.");
            case GrantTypes.AuthorizationCode:
                return await codes.ExchangeAsync(client, form, ct);
            case GrantTypes.RefreshToken:
                return await refreshes.ExchangeAsync(client, form, ct);
            default:
                return await machines.IssueAsync(client, form, ct);
        }
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

        if (form["resource"] is { } resource && resource != options.Value.Audience)
        {
            return OAuthResults.Error(OAuthErrors.InvalidTarget, "There is no such resource.");
        }

        var scopes = form["scope"] is { } text ? Scopes.Parse(text) : [.. client.Scopes.Where(s => !Scopes.NeedsUser(s))];
        if (scopes is null || scopes.Exists(s => Scopes.NeedsUser(s) || !client.Scopes.Contains(s)))
        {
            return OAuthResults.Error(OAuthErrors.InvalidScope, "A scope is unknown or not allowed to this client.");
        }

        var token = await issuer.AccessTokenForClientAsync(client, scopes, ct);
        return Results.Json(new TokenResponse(token, "Bearer", (int)options.Value.AccessTokenLife.TotalSeconds, string.Join(' ', scopes)));
    }
}
