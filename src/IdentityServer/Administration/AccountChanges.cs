using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Administration;

/// <param name="Actor">Who did it; null for a command on the server itself.</param>
/// <param name="Detail">The reason that was given, or what it was before and is now.</param>
internal sealed record AccountChange(string Action, Guid? Actor, string? ActorName, string Detail, DateTimeOffset At);

/// <summary>What administrators did to accounts: lines of the audit log.</summary>
internal sealed class AccountChanges(IdentityDb db, AuditLog audit)
{
    public const string Suspended = "suspended";
    public const string Reactivated = "reactivated";
    public const string SignInsEnded = "sign-ins-ended";
    public const string PasswordRequired = "password-required";
    public const string SecondFactorRemoved = "second-factor-removed";
    public const string RolesSet = "roles-set";
    public const string Invited = "invited";
    public const string Corrected = "corrected";

    private const string Kind = "account";
    private const int Most = 100;

    public Task AddAsync(Guid userId, Guid? actor, string action, CancellationToken ct, string? before = null, string? after = null, string? reason = null) =>
        audit.AddAsync(new(actor, $"{Kind}.{action}", (Kind, userId.ToString()), before, after, reason), ct);

    /// <summary>Newest first.</summary>
    public Task<List<AccountChange>> OfAsync(Guid userId, CancellationToken ct) => db.Database.SqlQuery<AccountChange>(
        $"""
        SELECT substr(c.action, 9) AS "Action", c.actor_id AS "Actor", u.full_name AS "ActorName", concat_ws(': ', nullif(concat_ws(' → ', c.before, c.after), ''), c.reason) AS "Detail", c.at AS "At"
        FROM audit.entries c LEFT JOIN identity.users u ON u.id = c.actor_id
        WHERE c.subject_kind = {Kind} AND c.subject_id = {userId.ToString()} AND c.action LIKE 'account.%' ORDER BY c.at DESC, c.id DESC LIMIT {Most}
        """).ToListAsync(ct);
}
