using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>Introspection (RFC 7662) and revocation (RFC 7009). A client learns of, and ends, only what is its own.</summary>
internal static class IntrospectionEndpoints
{
    public static void MapIntrospection(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.Introspect, Introspect).DisableAntiforgery();
        routes.MapPost(Paths.Revoke, Revoke).DisableAntiforgery().RequireCors(BrowserClientCors.Policy);
    }

    private static async Task<IResult> Introspect(HttpContext http, ClientAuthenticator clients, TokenStatus status, CancellationToken ct)
    {
        var (client, token, refusal) = await ReadAsync(http, clients, ct);
        if (client is null)
        {
            return refusal!;
        }

        return client.IsPublic ? OAuthResults.InvalidClient(http) : Results.Json(await status.DescribeAsync(client, token!, ct));
    }

    private static async Task<IResult> Revoke(HttpContext http, ClientAuthenticator clients, TokenStatus status, CancellationToken ct)
    {
        var (client, token, refusal) = await ReadAsync(http, clients, ct);
        if (client is null)
        {
            return refusal!;
        }

        await status.RevokeAsync(client, token!, ct);
        return Results.Ok();
    }

    private static async Task<(Client? Client, string? Token, IResult? Refusal)> ReadAsync(HttpContext http, ClientAuthenticator clients, CancellationToken ct)
    {
        if (await Parameters.FromFormAsync(http.Request, ct) is not { } form)
        {
            return (null, null, OAuthResults.NotAForm());
        }

        if (form.Repeated.Count > 0 || form["token"] is not { } token)
        {
            return (null, null, OAuthResults.Error(OAuthErrors.InvalidRequest, "Send one token."));
        }

        var (client, refusal) = await clients.AuthenticateAsync(http, form, ct);
        return (client, token, refusal);
    }

    internal sealed class TokenStatus(
        IdentityDb db, AccessTokenReader accessTokens, Grants grants, IOptions<UrlOptions> urls, IOptions<TokenOptions> options, TimeProvider clock)
    {
        /// <summary>The audience's own server may ask about every access token for it; other clients about their own.</summary>
        public async Task<JsonObject> DescribeAsync(Client asking, string token, CancellationToken ct)
        {
            if (await accessTokens.ReadAsync(token, ct) is { } access)
            {
                return access.Text("client_id") == asking.Id || asking.Id == "api" ? Describe(access) : Inactive();
            }

            var (hash, now) = (Secrets.Hash(token), clock.GetUtcNow());
            var refresh = await db.RefreshTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash && t.UsedAt == null && t.ExpiresAt > now, ct);
            if (refresh is null || await grants.FindAliveAsync(refresh.GrantId, ct) is not { } grant || grant.ClientId != asking.Id)
            {
                return Inactive();
            }

            return new JsonObject
            {
                ["active"] = true,
                ["scope"] = string.Join(' ', grant.Scopes),
                ["client_id"] = grant.ClientId,
                ["sub"] = grant.UserId.ToString(),
                ["iss"] = urls.Value.Identity,
                ["aud"] = options.Value.Audience,
                ["iat"] = refresh.CreatedAt.ToUnixTimeSeconds(),
                ["exp"] = refresh.ExpiresAt.ToUnixTimeSeconds(),
                ["token_type"] = "refresh_token",
            };
        }

        /// <summary>Ends the whole grant: one token of it has been given up, and the others are no safer.</summary>
        public async Task RevokeAsync(Client asking, string token, CancellationToken ct)
        {
            var hash = Secrets.Hash(token);
            var grantId = await db.RefreshTokens.Where(t => t.Hash == hash).Select(t => (Guid?)t.GrantId).SingleOrDefaultAsync(ct)
                ?? (await accessTokens.ReadAsync(token, ct) is { } access ? AccessTokenReader.GrantOf(access) : null);
            if (grantId is { } id && await grants.FindAliveAsync(id, ct) is { } grant && grant.ClientId == asking.Id)
            {
                await grants.RevokeAsync(id, "revoked_by_client", ct);
            }
        }

        private JsonObject Describe(Tokens.VerifiedToken token) => new()
        {
            ["active"] = true,
            ["scope"] = token.Text("scope"),
            ["client_id"] = token.Text("client_id"),
            ["sub"] = token.Subject,
            ["iss"] = urls.Value.Identity,
            ["aud"] = options.Value.Audience,
            ["iat"] = token.IssuedAt.ToUnixTimeSeconds(),
            ["exp"] = token.ExpiresAt.ToUnixTimeSeconds(),
            ["token_type"] = "Bearer",
        };

        private static JsonObject Inactive() => new() { ["active"] = false };
    }
}
