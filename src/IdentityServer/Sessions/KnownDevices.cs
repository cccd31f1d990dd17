using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Sessions;

/// <summary>
/// Tells a browser in which somebody has signed in before from one that is new. A cookie with a random secret stays in the browser; it
/// opens nothing. Tries from a known browser count for that browser alone, so that strangers who guess do not lock the owner out.
/// </summary>
internal sealed class KnownDevices(IdentityDb db, IHttpContextAccessor accessor, IOptions<UrlOptions> urls, IOptions<LimitOptions> limits, TimeProvider clock)
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

    /// <summary>Counts a try against this browser, like <see cref="Accounts.SignInUser"/> against the account: by one conditional update, before the password is looked at.</summary>
    /// <returns>Null when the account does not know this browser; false while its own wrong tries lock it.</returns>
    public async Task<bool?> ClaimTryAsync(Guid userId, CancellationToken ct)
    {
        var (hash, limit, now) = (HashHere(), limits.Value.SignInFailuresBeforeLockout, clock.GetUtcNow());
        var (first, longest) = (limits.Value.FirstLockout.TotalSeconds, limits.Value.LongestLockout.TotalSeconds);
        var claimed = await db.Database.SqlQuery<bool>(
            $"""
            WITH claimed AS (
                UPDATE identity.known_devices SET
                    failed_count = CASE WHEN failed_count + 1 >= {limit} THEN 0 ELSE failed_count + 1 END,
                    lockout_round = CASE WHEN failed_count + 1 >= {limit} THEN least(lockout_round + 1, 20) ELSE lockout_round END,
                    lockout_end = CASE WHEN failed_count + 1 >= {limit}
                        THEN {now} + make_interval(secs => least({longest}, {first} * power(2, lockout_round)))
                        ELSE lockout_end END
                WHERE user_id = {userId} AND hash = {hash} AND (lockout_end IS NULL OR lockout_end <= {now})
                RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM claimed) AS "Value" FROM identity.known_devices WHERE user_id = {userId} AND hash = {hash}
            """).ToListAsync(ct);
        return claimed.Count == 0 ? null : claimed[0];
    }

    /// <summary>After the right password.</summary>
    public Task<int> ClearTriesAsync(Guid userId, CancellationToken ct)
    {
        var hash = HashHere();
        return db.Database.ExecuteSqlAsync(
            $"UPDATE identity.known_devices SET failed_count = 0, lockout_round = 0, lockout_end = NULL WHERE user_id = {userId} AND hash = {hash}", ct);
    }

    /// <summary>What was not used for longer than the cookie lives.</summary>
    public Task<int> ForgetAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Life;
        return db.Database.ExecuteSqlAsync($"DELETE FROM identity.known_devices WHERE seen_at < {before}", ct);
    }

    private byte[] HashHere() => accessor.HttpContext?.Request.Cookies[CookieName] is { Length: 43 } secret ? Secrets.Hash(secret) : [];
}
