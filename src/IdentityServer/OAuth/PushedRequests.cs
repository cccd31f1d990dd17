using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>An authorization request that waits for its browser. Only the hash of the reference is kept.</summary>
internal sealed class PushedRequest
{
    public required byte[] Hash { get; init; }
    public required string ClientId { get; init; }
    public required string Query { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When the browser brought it; from then on there is time to sign in.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
}

/// <summary>
/// Requests that clients sent to the server itself, so that nobody at the browser can read or change them (RFC 9126). A reference
/// serves its own client, for one answer: coming back to it before that, say, after signing in, is no second use.
/// </summary>
internal sealed class PushedRequests(IdentityDb db, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";
    private static readonly TimeSpan TimeToSignIn = TimeSpan.FromHours(1);

    public static bool IsReference(string? requestUri) => requestUri is not null && requestUri.StartsWith(Prefix, StringComparison.Ordinal);

    /// <returns>The reference.</returns>
    public async Task<string> AddAsync(Client client, Parameters parameters, CancellationToken ct)
    {
        var secret = Secrets.New();
        db.PushedRequests.Add(new PushedRequest
        {
            Hash = Secrets.Hash(Prefix + secret),
            ClientId = client.Id,
            Query = parameters.ToQuery(),
            ExpiresAt = clock.GetUtcNow() + Life,
        });
        await db.SaveChangesAsync(ct);
        return Prefix + secret;
    }

    /// <returns>The parameters; null when the reference is unknown, used, too old, or another client's.</returns>
    public async Task<Parameters?> OpenAsync(string reference, string clientId, CancellationToken ct)
    {
        var (hash, now) = (Secrets.Hash(reference), clock.GetUtcNow());
        var request = await db.PushedRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Hash == hash && r.ClientId == clientId && r.ExpiresAt > now, ct);
        if (request is null)
        {
            return null;
        }

        if (request.OpenedAt is null)
        {
            var patience = now + TimeToSignIn;
            await db.PushedRequests.Where(r => r.Hash == hash && r.OpenedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.OpenedAt, now).SetProperty(r => r.ExpiresAt, patience), ct);
        }

        return Parameters.FromQuery(request.Query);
    }

    /// <returns>Whether it was there until now: of several answers one spends it.</returns>
    public async Task<bool> SpendAsync(string reference, CancellationToken ct)
    {
        var hash = Secrets.Hash(reference);
        return await db.PushedRequests.Where(r => r.Hash == hash).ExecuteDeleteAsync(ct) == 1;
    }
}
