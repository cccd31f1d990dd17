using System.Security.Cryptography;
using System.Text;
using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Clients;

/// <summary>Finds out which client speaks, by the one method that the client is registered with.</summary>
internal sealed class ClientAuthenticator(
    IdentityDb db, Throttle throttle, CallLimits calls, IOptions<LimitOptions> limits, TimeProvider clock, SecurityLog security)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Compared when there is no such client or secret, so that both ways cost the same.
    private static readonly byte[] NoSecret = RandomNumberGenerator.GetBytes(32);

    /// <summary>The form that a client sent, once it is known who that is; otherwise what to answer.</summary>
    public async Task<(Client? Client, Parameters? Form, IResult? Refusal)> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (await Parameters.FromFormAsync(http.Request, ct) is not { } form)
        {
            return (null, null, OAuthResults.NotAForm());
        }

        if (form.Repeated.Count > 0)
        {
            return (null, null, OAuthResults.Error(OAuthErrors.InvalidRequest, "A parameter is repeated or unreadable."));
        }

        var (client, refusal) = await AuthenticateAsync(http, form, ct);
        return (client, form, refusal);
    }

    public async Task<(Client? Client, IResult? Refusal)> AuthenticateAsync(HttpContext http, Parameters form, CancellationToken ct)
    {
        var headers = http.Request.Headers.Authorization;
        if (headers.Count > 1 || (headers.Count == 1 && (form["client_secret"] is not null || form["client_assertion"] is not null)))
        {
            return (null, OAuthResults.Error(OAuthErrors.InvalidRequest, "Use one way to authenticate the client."));
        }

        var (clientId, secret, method) = (form["client_id"], form["client_secret"], ClientAuthentication.Post);
        if (headers.Count == 1)
        {
            if (ReadBasic(headers[0]) is not { } basic || (clientId is not null && clientId != basic.Id))
            {
                return (null, OAuthResults.InvalidClient(http));
            }

            (clientId, secret, method) = (basic.Id, basic.Secret, ClientAuthentication.Basic);
        }
        else if (secret is null)
        {
            method = ClientAuthentication.None;
        }

        if (clientId is null or { Length: > 100 })
        {
            return (null, OAuthResults.InvalidClient(http));
        }

        var who = $"{clientId}|{Throttle.AddressOf(http)}";
        if (method != ClientAuthentication.None && await throttle.PeekAsync("client", who, limits.Value.ClientFailures, Window, ct) is { } wait)
        {
            return (null, OAuthResults.TooManyRequests(http, wait));
        }

        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId, ct);
        if (IsRight(client, secret ?? "") && client is { IsEnabled: true } && client.Authentication == method)
        {
            return await calls.CountAsync(http, client, ct) is { } tooOften ? (null, tooOften) : (client, null);
        }

        security.Tell(SecurityEvent.ClientRefused, about: client?.Id);
        return await throttle.CountAsync("client", who, limits.Value.ClientFailures, Window, ct) is { } late
            ? (null, OAuthResults.TooManyRequests(http, late))
            : (null, OAuthResults.InvalidClient(http));
    }

    private bool IsRight(Client? client, string secret)
    {
        var (hash, now) = (Secrets.Hash(secret), clock.GetUtcNow());
        var right = client is { IsPublic: true } && secret.Length == 0;
        var candidates = client?.Secrets.Where(s => s.ExpiresAt is null || s.ExpiresAt > now).Select(s => s.Hash).ToList() ?? [];
        foreach (var candidate in candidates.DefaultIfEmpty(NoSecret))
        {
            right |= CryptographicOperations.FixedTimeEquals(candidate, hash);
        }

        return right;
    }

    /// <summary>Id and secret are form-encoded inside the base64 (RFC 6749, 2.3.1).</summary>
    private static (string Id, string Secret)? ReadBasic(string? header)
    {
        const string Scheme = "Basic ";
        if (header is null || header.Length > 4096 || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(header[Scheme.Length..].Trim()));
            var colon = text.IndexOf(':');
            return colon <= 0 || Decode(text).Contains('\0') ? null : (Decode(text[..colon]), Decode(text[(colon + 1)..]));
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
