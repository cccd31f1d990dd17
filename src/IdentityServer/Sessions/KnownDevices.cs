using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Sessions;

/// <summary>
/// Tells a browser in which somebody has signed in before from one that is new. A cookie with a random secret stays in the browser; it
/// opens nothing.
/// </summary>
internal sealed class KnownDevices(IdentityDb db, IHttpContextAccessor accessor, IOptions<UrlOptions> urls, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(400); // browsers keep no cookie for longer

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
    private string CookieName => urls.Value.IsHttps ? "__Host-identity-device" : "marketplace.identity.device";

    /// <summary>Remembers this browser for this person.</summary>
    /// <returns>True when the person has signed in before, and never here.</returns>
    public async Task<bool> SeeAsync(Guid userId, CancellationToken ct)
    {
        var secret = Http.Request.Cookies[CookieName] is { Length: 43 } known ? known : Secrets.New();
        var (hash, now) = (Secrets.Hash(secret), clock.GetUtcNow());
        var others = (await db.Database.SqlQuery<int>(
            $"""
            WITH seen AS (
                INSERT INTO identity.known_devices (user_id, hash, seen_at) VALUES ({userId}, {hash}, {now})
                ON CONFLICT (user_id, hash) DO UPDATE SET seen_at = excluded.seen_at RETURNING xmax = 0 AS is_new)
            SELECT CASE WHEN (SELECT is_new FROM seen) THEN count(*)::int ELSE 0 END AS "Value" FROM identity.known_devices WHERE user_id = {userId} AND hash <> {hash}
            """).ToListAsync(ct)).Single();
        Http.Response.Cookies.Append(CookieName, secret, new CookieOptions
        {
            HttpOnly = true, Secure = urls.Value.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", Expires = now + Life, IsEssential = true,
        });
        return others > 0;
    }

    /// <summary>What was not used for longer than the cookie lives.</summary>
    public Task<int> ForgetAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Life;
        return db.Database.ExecuteSqlAsync($"DELETE FROM identity.known_devices WHERE seen_at < {before}", ct);
    }
}
