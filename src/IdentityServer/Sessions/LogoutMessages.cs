using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Sessions;

/// <summary>A sign-out of which an application is to be told; the database writes it when a sign-in ends.</summary>
internal sealed record LogoutMessage(Guid Id, string ClientId, Guid UserId, string SessionId, string Uri, int Attempts);

/// <summary>The queue of them. Who takes some has a minute for them, and nobody else takes them meanwhile.</summary>
internal sealed class LogoutMessages(IdentityDb db, TimeProvider clock)
{
    private const int Batch = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait after each try that failed; after the last one nobody tries again.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    public Task<List<LogoutMessage>> TakeAsync(CancellationToken ct)
    {
        var (now, until) = (clock.GetUtcNow(), clock.GetUtcNow() + Lease);
        return db.Database.SqlQuery<LogoutMessage>(
            $"""
            UPDATE identity.logout_messages m SET attempts = m.attempts + 1, next_at = {until}
            FROM (SELECT id FROM identity.logout_messages WHERE next_at <= {now} ORDER BY next_at LIMIT {Batch} FOR UPDATE SKIP LOCKED) due, identity.clients c
            WHERE m.id = due.id AND c.id = m.client_id
            RETURNING m.id AS "Id", m.client_id AS "ClientId", m.user_id AS "UserId", m.session_id AS "SessionId", coalesce(c.backchannel_logout_uri, '') AS "Uri", m.attempts AS "Attempts"
            """).ToListAsync(ct);
    }

    public Task<int> FinishAsync(LogoutMessage message, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM identity.logout_messages WHERE id = {message.Id}", ct);

    /// <returns>Whether it will be tried again.</returns>
    public async Task<bool> PutBackAsync(LogoutMessage message, CancellationToken ct)
    {
        if (message.Attempts > Pauses.Length)
        {
            await FinishAsync(message, ct);
            return false;
        }

        var next = clock.GetUtcNow() + Pauses[message.Attempts - 1];
        await db.Database.ExecuteSqlAsync($"UPDATE identity.logout_messages SET next_at = {next} WHERE id = {message.Id}", ct);
        return true;
    }
}
