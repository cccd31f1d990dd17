using Marketplace.IdentityServer.Administration;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <summary>
/// The way in which every application of others is changed: by whom it belongs to or by an administrator, one after another, with a
/// line in the audit log that is written in the same transaction, never with a secret, and kept when the application goes.
/// </summary>
internal sealed class AppChanges(IdentityDb db, AuditLog audit, TimeProvider clock)
{
    /// <param name="owner">Null for an administrator, to whom all belong.</param>
    /// <param name="change">Changes it, and says what was done; null when there is nothing to do.</param>
    /// <returns>False when there is no such application of theirs, or nothing was to do.</returns>
    public async Task<bool> RunAsync(string id, Guid? owner, Guid actor, Func<Client, Task<(string Action, string Detail)?>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.clients WHERE id = {id} FOR NO KEY UPDATE", ct);
        var client = await db.Clients.SingleOrDefaultAsync(c => c.Id == id && !c.IsFirstParty && (owner == null || c.OwnerId == owner), ct);
        if (client is null || await change(client) is not var (action, detail))
        {
            db.ChangeTracker.Clear();
            return false;
        }

        await db.SaveChangesAsync(ct);
        await RecordAsync(client.Id, actor, action, detail, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Inside the transaction of the change.</summary>
    public Task RecordAsync(string clientId, Guid actor, string action, string detail, CancellationToken ct) =>
        audit.AddAsync(new(actor, $"application.{action}", ("application", clientId), After: detail), ct);

    /// <summary>Ends everything that came of the application.</summary>
    public Task EndGrantsAsync(string clientId, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Grants.Where(g => g.ClientId == clientId && g.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now).SetProperty(g => g.RevokedBecause, reason), ct);
    }
}
