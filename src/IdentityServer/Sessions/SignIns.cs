using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Sessions;

/// <summary>A browser in which a person is signed in now.</summary>
/// <param name="SeenAt">When it was used last, here or at one of our apps.</param>
internal sealed record OpenSignIn(string Id, string Device, string Network, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

internal sealed class SignIns(IdentityDb db, IOptions<TokenOptions> options, TimeProvider clock)
{
    private const int Most = 50;

    /// <summary>The one used last comes first.</summary>
    public Task<List<OpenSignIn>> OfAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var idleSince = now - options.Value.SessionIdle;
        return db.Database.SqlQuery<OpenSignIn>(
            $"""
            SELECT s.id AS "Id", s.device AS "Device", s.network AS "Network", s.started_at AS "StartedAt", greatest(s.last_seen_at, max(a.last_seen_at)) AS "SeenAt"
            FROM identity.sessions s LEFT JOIN identity.app_sessions a ON a.identity_session_id = s.id
            WHERE s.user_id = {userId} AND s.ended_at IS NULL AND s.expires_at > {now}
            GROUP BY s.id HAVING greatest(s.last_seen_at, max(a.last_seen_at)) > {idleSince} ORDER BY 5 DESC LIMIT {Most}
            """).ToListAsync(ct);
    }
}
