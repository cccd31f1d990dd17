using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Sessions;

/// <summary>
/// The sign-in of this browser. The cookie holds a random secret and the database its hash; who copies the database cannot
/// sign in with it, and a copied cookie is dead as soon as the session has ended.
/// </summary>
internal sealed class BrowserSession(
    IdentityDb db, IHttpContextAccessor accessor, ActingBook actings, IOptions<UrlOptions> urls, IOptions<TokenOptions> options, TimeProvider clock)
{
    /// <summary>For so long after a sign-in, or after proving it anew, the keys of an account can be changed.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    private (Session Session, User User)? _current;
    private bool _looked;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
    private string Network => NetworkName.Of(Http.Connection.RemoteIpAddress);
    private string CookieName => urls.Value.IsHttps ? "__Host-identity" : "marketplace.identity";

    public async Task<(Session Session, User User)?> CurrentAsync(CancellationToken ct)
    {
        if (_looked)
        {
            return _current;
        }

        _looked = true;
        if (Http.Request.Cookies[CookieName] is not { Length: 43 } secret)
        {
            return null;
        }

        var (id, now) = (IdOf(secret), clock.GetUtcNow());
        var idleSince = now - options.Value.SessionIdle;
        var found = await (
            from s in db.Sessions
            join u in db.Users on s.UserId equals u.Id
            where s.Id == id && s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince && u.DisabledAt == null
            select new { Session = s, User = u }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }

        if (now - found.Session.LastSeenAt > TimeSpan.FromMinutes(1))
        {
            await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now).SetProperty(s => s.Network, Network), ct);
        }

        _current = (found.Session, found.User);
        return _current;
    }

    /// <summary>
    /// Starts a session under a new id, and ends the one that this browser had. When it was the same person's, the applications
    /// stay signed in: they belong to the new one from now on.
    /// </summary>
    /// <param name="method">One of <see cref="SignInMethods"/>.</param>
    public async Task StartAsync(User user, string method, CancellationToken ct)
    {
        var before = await CurrentAsync(ct);
        if (before?.User.Id != user.Id)
        {
            await EndCurrentAsync("replaced", ct);
        }

        var (secret, now) = (Secrets.New(), clock.GetUtcNow());
        var session = new Session
        {
            Id = IdOf(secret),
            UserId = user.Id,
            Method = method,
            AuthenticatedAt = now,
            StartedAt = before is { } earlier && earlier.User.Id == user.Id ? earlier.Session.StartedAt : now,
            Device = Device.NameOf(Http.Request.Headers.UserAgent),
            Network = Network,
            LastSeenAt = now,
            ExpiresAt = now + options.Value.SessionLife,
        };
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            db.Sessions.Add(session);
            await db.SaveChangesAsync(ct);
            if (before is { } same && same.User.Id == user.Id)
            {
                await HandOverAsync(same.Session.Id, session.Id, now, ct);
            }

            await transaction.CommitAsync(ct);
        }

        Http.Response.Cookies.Append(CookieName, secret, Cookie(now + options.Value.SessionIdle));
        (_current, _looked) = ((session, user), true);
    }

    /// <summary>What this sign-in counts as from now on.</summary>
    public Task<int> StrengthenAsync(Session session, string method, CancellationToken ct) =>
        db.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Method, method), ct);

    public bool IsRecent(Session session) => clock.GetUtcNow() - session.AuthenticatedAt <= Recent;

    /// <summary>Ends this browser's session, with it the sign-in at every application that came from it.</summary>
    public async Task EndCurrentAsync(string reason, CancellationToken ct)
    {
        if (await CurrentAsync(ct) is { } current)
        {
            await EndAsync(current.Session.Id, reason, ct);
        }

        if (Http.Request.Cookies.ContainsKey(CookieName))
        {
            Http.Response.Cookies.Delete(CookieName, Cookie(null));
        }

        _current = null;
    }

    /// <summary>Ends one sign-in of a person, wherever it is, with all tokens that came from it.</summary>
    public async Task EndOneOfAsync(Guid userId, string sessionId, string reason, CancellationToken ct)
    {
        if (await db.Sessions.AnyAsync(s => s.Id == sessionId && s.UserId == userId, ct))
        {
            await EndAsync(sessionId, reason, ct);
        }
    }

    /// <summary>Ends every sign-in of a person, with all tokens that came from them, but for the one to keep.</summary>
    public async Task EndAllOfAsync(Guid userId, string? keep, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await actings.EndAsync(null, ct, person: userId);
        await db.Sessions.Where(s => s.UserId == userId && s.Id != keep && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        await db.Grants.Where(g => g.UserId == userId && g.SessionId != keep && g.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now).SetProperty(g => g.RevokedBecause, reason), ct);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM identity.app_sessions WHERE user_id = {userId} AND identity_session_id IS DISTINCT FROM {keep}", ct);
        if (transaction is not null)
        {
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Does nothing when the old session was ended meanwhile: what belonged to it ended with it.</summary>
    private async Task HandOverAsync(string from, string to, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Sessions.Where(s => s.Id == from && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct) == 0)
        {
            return;
        }

        await db.Sessions.Where(s => s.Id == from || s.ReplacedBy == from).ExecuteUpdateAsync(set => set.SetProperty(s => s.ReplacedBy, to), ct);
        await db.Codes.Where(c => c.SessionId == from).ExecuteUpdateAsync(set => set.SetProperty(c => c.SessionId, to), ct);
        await db.Grants.Where(g => g.SessionId == from).ExecuteUpdateAsync(set => set.SetProperty(g => g.SessionId, to), ct);
        await db.Database.ExecuteSqlAsync($"UPDATE identity.actings SET session_id = {to} WHERE session_id = {from} AND ended_at IS NULL", ct);
        await db.Database.ExecuteSqlAsync($"UPDATE identity.app_sessions SET identity_session_id = {to} WHERE identity_session_id = {from}", ct);
    }

    private async Task EndAsync(string sessionId, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await actings.EndAsync(null, ct, session: sessionId);
        await db.Sessions.Where(s => s.Id == sessionId && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        await db.Grants.Where(g => g.SessionId == sessionId && g.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now).SetProperty(g => g.RevokedBecause, reason), ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM identity.app_sessions WHERE identity_session_id = {sessionId}", ct);
        await transaction.CommitAsync(ct);
    }

    private CookieOptions Cookie(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = urls.Value.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };

    private static string IdOf(string secret) => Base64UrlText.Encode(Secrets.Hash(secret));
}
