using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>What grants have in common, whoever asks.</summary>
internal sealed class Grants(IdentityDb db, IOptions<TokenOptions> options, TimeProvider clock)
{
    /// <returns>Whether it was alive until now.</returns>
    public async Task<bool> RevokeAsync(Guid grantId, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Grants.Where(g => g.Id == grantId && g.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now).SetProperty(g => g.RevokedBecause, reason), ct) == 1;
    }

    public Task<Grant?> FindAliveAsync(Guid grantId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == grantId && g.RevokedAt == null && g.ExpiresAt > now, ct);
    }

    /// <summary>Keeps the session from ending until the transaction does, so that no grant slips in behind a sign-out.</summary>
    public async Task<bool> HoldSessionAsync(string sessionId, CancellationToken ct) => (await db.Database.SqlQuery<int>(
        $"SELECT 1 AS \"Value\" FROM identity.sessions WHERE id = {sessionId} AND ended_at IS NULL FOR SHARE").ToListAsync(ct)).Count == 1;

    /// <summary>Adds a fresh refresh token to the unit of work, and returns its text, which is stored nowhere.</summary>
    public string AddRefreshToken(Grant grant, DateTimeOffset now)
    {
        var token = Secrets.New();
        var idle = now + options.Value.RefreshIdle;
        db.RefreshTokens.Add(new RefreshToken
        {
            Hash = Secrets.Hash(token),
            GrantId = grant.Id,
            CreatedAt = now,
            ExpiresAt = idle < grant.ExpiresAt ? idle : grant.ExpiresAt,
        });
        return token;
    }
}
