using System.Globalization;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Clients;

/// <summary>
/// How often applications of others may call, over all nodes, and what is left of it on each answer. Ours are not counted: they speak
/// for everybody.
/// </summary>
internal sealed class CallLimits(Throttle throttle, IOptions<LimitOptions> limits)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Anybody can use the name of an application without a secret, so there each address counts for itself.</summary>
    /// <returns>What to answer when it was too often.</returns>
    public Task<IResult?> CountAsync(HttpContext http, Client client, CancellationToken ct) =>
        CountAsync(http, client, "client", client.IsPublic ? $"{client.Id}|{Throttle.AddressOf(http)}" : client.Id, limits.Value.ClientCalls, ct);

    /// <inheritdoc cref="CountAsync(HttpContext, Client, CancellationToken)"/>
    public Task<IResult?> CountAsync(HttpContext http, Client client, Guid userId, CancellationToken ct) =>
        CountAsync(http, client, "user", $"{client.Id}|{userId}", limits.Value.ClientCallsPerUser, ct);

    private async Task<IResult?> CountAsync(HttpContext http, Client client, string name, string who, int limit, CancellationToken ct)
    {
        if (client.IsFirstParty)
        {
            return null;
        }

        var (count, left) = await throttle.TakeAsync("calls-" + name, who, Window, ct);
        var wait = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds));
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={limit};w=60");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={Math.Max(0, limit - count)};t={wait}");
        return count > limit ? OAuthResults.TooManyRequests(http, left, OAuthErrors.InvalidRequest) : null;
    }
}
