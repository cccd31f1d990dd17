using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <summary>
/// The way in which every application of others is changed: by whom it belongs to or by an administrator, one after another, with a
/// line in the record of changes that is written in the same transaction.
/// </summary>
internal sealed class AppChanges(IdentityDb db, TimeProvider clock)
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

        Record(client.Id, actor, action, detail);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Adds the line to the unit of work.</summary>
    public void Record(string clientId, Guid actor, string action, string detail)
    {
        var now = clock.GetUtcNow();
        db.ClientChanges.Add(new() { Id = Guid.CreateVersion7(now), ClientId = clientId, ActorId = actor, Action = action, Detail = detail, At = now });
    }

    /// <summary>Ends everything that came of the application.</summary>
    public Task EndGrantsAsync(string clientId, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Grants.Where(g => g.ClientId == clientId && g.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now).SetProperty(g => g.RevokedBecause, reason), ct);
    }
}
