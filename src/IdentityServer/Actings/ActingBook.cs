using System.Globalization;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Administration;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Actings;

/// <summary>That somebody of support works in a person's place now, in the browser of one sign-in.</summary>
internal sealed record Acting(Guid Id, Guid ActorId, Guid UserId, string UserName, DateTimeOffset EndsAt);

/// <summary>That it happened, as the person is told.</summary>
internal sealed record PastActing(DateTimeOffset StartedAt, DateTimeOffset Until);

/// <summary>
/// Acting for a person. Who may has been decided before, by the marketplace; what must hold whoever asks is held here: never for an
/// administrator, in one browser, for half an hour. Its end takes what came of it along: tokens, and the sessions of our apps.
/// </summary>
internal sealed class ActingBook(IdentityDb db, AuditLog audit, UserEvents events, TimeProvider clock)
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private const int MostTold = 10;

    /// <param name="grantId">Of the token with which the administrator asked: the sign-in behind it is the one that acts.</param>
    /// <returns>Until when; null when that sign-in is over, or there is no such person to act for.</returns>
    public async Task<DateTimeOffset?> StartAsync(Guid userId, Guid actor, Guid grantId, string reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.users WHERE id = {userId} FOR SHARE", ct); // who becomes an administrator meanwhile comes after us, and ends it
        var sessions = await db.Database.SqlQuery<string>(
            $"""
            SELECT s.id AS "Value" FROM identity.grants g JOIN identity.sessions s ON s.id = g.session_id
            WHERE g.id = {grantId} AND g.user_id = {actor} AND g.acting_id IS NULL AND g.revoked_at IS NULL AND s.ended_at IS NULL FOR UPDATE OF s
            """).ToListAsync(ct);
        if (sessions is not [var session] || !await IsOrdinaryAsync(userId, ct))
        {
            return null;
        }

        await EndAsync(actor, ct, session: session);
        var now = clock.GetUtcNow();
        var (id, until) = (Guid.CreateVersion7(now), now + Longest);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO identity.actings (id, actor_id, user_id, session_id, reason, started_at, ends_at) VALUES ({id}, {actor}, {userId}, {session}, {reason}, {now}, {until})", ct);
        await audit.AddAsync(
            new(actor, "acting.started", ("account", userId.ToString()), After: string.Create(CultureInfo.InvariantCulture, $"until {until.UtcDateTime:HH:mm} UTC"), Reason: reason, ActingFor: userId), ct);
        await events.ActingStartedAsync(await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, ct), until, ct);
        await transaction.CommitAsync(ct);
        return until;
    }

    public async Task<Acting?> CurrentAsync(Session session, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await db.Database.SqlQuery<Acting>(
            $"""
            SELECT a.id AS "Id", a.actor_id AS "ActorId", a.user_id AS "UserId", u.full_name AS "UserName", a.ends_at AS "EndsAt"
            FROM identity.actings a JOIN identity.users u ON u.id = a.user_id AND u.disabled_at IS NULL
            WHERE a.session_id = {session.Id} AND a.actor_id = {session.UserId} AND a.ended_at IS NULL AND a.ends_at > {now}
            """).ToListAsync(ct)).FirstOrDefault();
    }

    /// <summary>Keeps it from ending until the transaction does.</summary>
    /// <returns>Who acts, and until when; null when it is over.</returns>
    public async Task<Acting?> HoldAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await db.Database.SqlQuery<Acting>(
            $"""
            SELECT a.id AS "Id", a.actor_id AS "ActorId", a.user_id AS "UserId", '' AS "UserName", a.ends_at AS "EndsAt"
            FROM identity.actings a WHERE a.id = {id} AND a.ended_at IS NULL AND a.ends_at > {now} FOR SHARE
            """).ToListAsync(ct)).FirstOrDefault();
    }

    /// <summary>Newest first.</summary>
    public Task<List<PastActing>> OfAsync(Guid userId, CancellationToken ct) => db.Database.SqlQuery<PastActing>(
        $"""SELECT started_at AS "StartedAt", coalesce(ended_at, ends_at) AS "Until" FROM identity.actings WHERE user_id = {userId} ORDER BY started_at DESC LIMIT {MostTold}""").ToListAsync(ct);

    public async Task StopAsync(Session session, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await EndAsync(session.UserId, ct, session: session.Id);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Ends what is over by time, so that the log says so.</summary>
    public async Task ExpireAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await EndAsync(null, ct, before: clock.GetUtcNow());
        await transaction.CommitAsync(ct);
    }

    /// <summary>Inside the caller's transaction: all that are of this sign-in, of which this person is one side, or whose time is over.</summary>
    /// <param name="by">Null when it ends by itself, with something else.</param>
    public async Task EndAsync(Guid? by, CancellationToken ct, string? session = null, Guid? person = null, DateTimeOffset? before = null)
    {
        var now = clock.GetUtcNow();
        var ended = await db.Database.SqlQuery<Acting>(
            $"""
            UPDATE identity.actings SET ended_at = least({now}, ends_at)
            WHERE ended_at IS NULL AND (session_id = {session} OR actor_id = {person} OR user_id = {person} OR ends_at <= {before})
            RETURNING id AS "Id", actor_id AS "ActorId", user_id AS "UserId", '' AS "UserName", ends_at AS "EndsAt"
            """).ToListAsync(ct);
        foreach (var one in ended)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM identity.app_sessions a USING identity.grants g
                WHERE g.acting_id = {one.Id} AND a.user_id = g.user_id AND a.identity_session_id = g.session_id
                """, ct);
            await db.Grants.Where(g => g.ActingId == one.Id && g.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now).SetProperty(g => g.RevokedBecause, "acting_ended"), ct);
            await audit.AddAsync(new(by, "acting.ended", ("account", one.UserId.ToString()), After: by is null ? $"of {one.ActorId}" : null, ActingFor: one.UserId), ct);
        }
    }

    private async Task<bool> IsOrdinaryAsync(Guid userId, CancellationToken ct) =>
        await db.Users.AnyAsync(u => u.Id == userId && u.DisabledAt == null, ct)
        && !await (from m in db.UserRoles join r in db.Roles on m.RoleId equals r.Id where m.UserId == userId && Role.Administrators.Contains(r.Name) select m).AnyAsync(ct);
}
