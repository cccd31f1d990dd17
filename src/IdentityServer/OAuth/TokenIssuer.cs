using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>Writes access tokens (RFC 9068, ES256: quick to sign) and ID tokens (RS256: every client can verify it).</summary>
internal sealed class TokenIssuer(KeyRing keys, IOptions<UrlOptions> urls, IOptions<TokenOptions> options, TimeProvider clock)
{
    /// <summary>Which grant a token came from; with it, revoking a grant reaches its access tokens too.</summary>
    public const string GrantClaim = "gid";

    private static readonly TimeSpan LogoutTokenLife = TimeSpan.FromMinutes(2);

    /// <param name="actor">Who acts in the person's place (RFC 8693, <c>act</c>). What the person may do as an administrator is nobody else's.</param>
    public async Task<string> AccessTokenForUserAsync(
        Client client, Account account, IReadOnlyList<string> scopes, Grant grant, CancellationToken ct, Guid? actor = null)
    {
        var key = await keys.ActiveAsync(JwsAlgorithm.ES256, ct);
        return JwsSigner.Sign(key, TokenTypes.AccessToken, claims =>
        {
            WriteCommon(claims, account.User.Id.ToString(), client.Id, scopes, grant.ExpiresAt);
            claims.WriteString(GrantClaim, grant.Id);
            WriteActor(claims, actor);
            if (scopes.Contains(Scopes.Marketplace))
            {
                // Our own API acts as this person, so it learns who it is, whatever the client may see.
                claims.WriteString("name", account.User.FullName);
                if (account.User.Email is { } email)
                {
                    claims.WriteString("email", email);
                }

                WriteTexts(claims, "role", actor is null ? account.Roles : account.Roles.Except(Role.Administrators));

                // How and when they signed in: it asks for a recent sign-in before what cannot be undone.
                claims.WriteNumber("auth_time", grant.AuthenticatedAt.ToUnixTimeSeconds());
                WriteTexts(claims, "amr", grant.Method.Split(' '));
            }
        });
    }

    public async Task<string> AccessTokenForClientAsync(Client client, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var key = await keys.ActiveAsync(JwsAlgorithm.ES256, ct);
        return JwsSigner.Sign(key, TokenTypes.AccessToken, claims => WriteCommon(claims, client.Id, client.Id, scopes));
    }

    /// <summary>Says who signed in, and nothing else about the person: it travels through the browser at sign-out.</summary>
    public async Task<string> IdTokenAsync(Grant grant, string? nonce, CancellationToken ct, Guid? actor = null)
    {
        var (key, now) = (await keys.ActiveAsync(JwsAlgorithm.RS256, ct), clock.GetUtcNow());
        return JwsSigner.Sign(key, TokenTypes.IdToken, claims =>
        {
            claims.WriteString("iss", urls.Value.Identity);
            claims.WriteString("sub", grant.UserId);
            claims.WriteString("aud", grant.ClientId);
            claims.WriteNumber("iat", now.ToUnixTimeSeconds());
            claims.WriteNumber("exp", (now + options.Value.AccessTokenLife).ToUnixTimeSeconds());
            claims.WriteNumber("auth_time", grant.AuthenticatedAt.ToUnixTimeSeconds());
            claims.WriteString("sid", grant.SessionId);
            WriteActor(claims, actor);
            WriteTexts(claims, "amr", grant.Method.Split(' '));
            if (nonce is not null)
            {
                claims.WriteString("nonce", nonce);
            }
        });
    }

    /// <summary>Tells a client that a sign-in has ended (OpenID Connect Back-Channel Logout 1.0). It must never be taken for an ID token.</summary>
    public async Task<string> LogoutTokenAsync(string clientId, Guid userId, string sessionId, CancellationToken ct)
    {
        var (key, now) = (await keys.ActiveAsync(JwsAlgorithm.RS256, ct), clock.GetUtcNow());
        return JwsSigner.Sign(key, TokenTypes.LogoutToken, claims =>
        {
            claims.WriteString("iss", urls.Value.Identity);
            claims.WriteString("sub", userId);
            claims.WriteString("aud", clientId);
            claims.WriteNumber("iat", now.ToUnixTimeSeconds());
            claims.WriteNumber("exp", (now + LogoutTokenLife).ToUnixTimeSeconds());
            claims.WriteString("jti", Secrets.New());
            claims.WriteString("sid", sessionId);
            claims.WriteStartObject("events");
            claims.WriteStartObject("http://schemas.openid.net/event/backchannel-logout");
            claims.WriteEndObject();
            claims.WriteEndObject();
        });
    }

    private void WriteCommon(System.Text.Json.Utf8JsonWriter claims, string subject, string clientId, IReadOnlyList<string> scopes, DateTimeOffset? endsAt = null)
    {
        var now = clock.GetUtcNow();
        claims.WriteString("iss", urls.Value.Identity);
        claims.WriteString("aud", options.Value.Audience);
        claims.WriteString("sub", subject);
        claims.WriteString("client_id", clientId);
        claims.WriteString("scope", string.Join(' ', scopes));
        claims.WriteNumber("iat", now.ToUnixTimeSeconds());
        claims.WriteNumber("exp", (endsAt < now + options.Value.AccessTokenLife ? endsAt.Value : now + options.Value.AccessTokenLife).ToUnixTimeSeconds());
        claims.WriteString("jti", Secrets.New());
    }

    private static void WriteActor(System.Text.Json.Utf8JsonWriter claims, Guid? actor)
    {
        if (actor is { } id)
        {
            claims.WriteStartObject("act");
            claims.WriteString("sub", id);
            claims.WriteEndObject();
        }
    }

    private static void WriteTexts(System.Text.Json.Utf8JsonWriter claims, string name, IEnumerable<string> texts)
    {
        claims.WriteStartArray(name);
        foreach (var text in texts)
        {
            claims.WriteStringValue(text);
        }

        claims.WriteEndArray();
    }
}
