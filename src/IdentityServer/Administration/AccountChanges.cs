using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Administration;

/// <param name="Actor">Who did it; null for a command on the server itself.</param>
/// <param name="Detail">The reason that was given, or what it was before and is now.</param>
internal sealed record AccountChange(string Action, Guid? Actor, string? ActorName, string Detail, DateTimeOffset At);

/// <summary>What administrators did to accounts. The database lets it only grow.</summary>
internal sealed class AccountChanges(IdentityDb db, TimeProvider clock)
{
    public const string Suspended = "suspended";
    public const string Reactivated = "reactivated";
    public const string SignInsEnded = "sign-ins-ended";
    public const string PasswordRequired = "password-required";
    public const string SecondFactorRemoved = "second-factor-removed";
    public const string RolesSet = "roles-set";

    private const int Most = 100;

    public Task<int> AddAsync(Guid userId, Guid? actor, string action, string detail, CancellationToken ct)
    {
        var (id, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        return db.Database.ExecuteSqlAsync(
            $"INSERT INTO identity.account_changes (id, user_id, actor_id, action, detail, at) VALUES ({id}, {userId}, {actor}, {action}, {detail}, {now})", ct);
    }

    /// <summary>Newest first.</summary>
    public Task<List<AccountChange>> OfAsync(Guid userId, CancellationToken ct) => db.Database.SqlQuery<AccountChange>(
        $"""
        SELECT c.action AS "Action", c.actor_id AS "Actor", u.full_name AS "ActorName", c.detail AS "Detail", c.at AS "At"
        FROM identity.account_changes c LEFT JOIN identity.users u ON u.id = c.actor_id WHERE c.user_id = {userId} ORDER BY c.at DESC, c.id DESC LIMIT {Most}
        """).ToListAsync(ct);
}
