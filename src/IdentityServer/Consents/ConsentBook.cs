using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Consents;

/// <summary>Remembers what people have allowed which application, and forgets it when they say so.</summary>
internal sealed class ConsentBook(IdentityDb db, TimeProvider clock, SecurityLog security)
{
    /// <summary>So many people may let an application in before it is approved: enough to try it, too few to harm a town.</summary>
    public const int PeopleBeforeReview = 10;

    public async Task<IReadOnlyList<string>> ScopesAsync(Guid userId, string clientId, CancellationToken ct) =>
        await db.Consents.Where(c => c.UserId == userId && c.ClientId == clientId).Select(c => c.Scopes).SingleOrDefaultAsync(ct) ?? [];

    public async Task<bool> HasRoomAsync(Client client, Guid userId, CancellationToken ct) =>
        client.Review == ClientReview.Approved
        || await db.Consents.CountAsync(c => c.ClientId == client.Id && c.UserId != userId, ct) < PeopleBeforeReview;

    /// <summary>Adds to what was allowed before. The client's row is locked, so that of two people at once only one is the tenth.</summary>
    /// <returns>False when the application may not serve more people, or is gone.</returns>
    public async Task<bool> GiveAsync(string clientId, Guid userId, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.clients WHERE id = {clientId} FOR NO KEY UPDATE", ct);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId && c.IsEnabled, ct);
        if (client is null || !await HasRoomAsync(client, userId, ct))
        {
            return false;
        }

        var now = clock.GetUtcNow();
        if (await db.Consents.SingleOrDefaultAsync(c => c.UserId == userId && c.ClientId == clientId, ct) is { } known)
        {
            (known.Scopes, known.ChangedAt) = ([.. known.Scopes.Union(scopes)], now);
        }
        else
        {
            db.Consents.Add(new() { UserId = userId, ClientId = clientId, Scopes = [.. scopes], GivenAt = now, ChangedAt = now });
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        security.Tell(SecurityEvent.ConsentGiven, userId, clientId);
        return true;
    }

    /// <summary>Keeps the consent from being withdrawn until the transaction ends, so that no grant slips in behind a withdrawal.</summary>
    public async Task<bool> HoldAsync(Guid userId, string clientId, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var allowed = (await db.Database.SqlQuery<string[]>(
            $"SELECT scopes AS \"Value\" FROM identity.consents WHERE user_id = {userId} AND client_id = {clientId} FOR SHARE").ToListAsync(ct)).SingleOrDefault();
        return allowed is not null && scopes.All(allowed.Contains);
    }

    /// <summary>Ends it with all that came of it: codes on their way, refresh tokens, access tokens.</summary>
    public async Task<bool> WithdrawAsync(Guid userId, string clientId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Consents.Where(c => c.UserId == userId && c.ClientId == clientId).ExecuteDeleteAsync(ct) == 0)
        {
            return false;
        }

        await db.Codes.Where(c => c.UserId == userId && c.ClientId == clientId && c.UsedAt == null).ExecuteDeleteAsync(ct);
        await db.Grants.Where(g => g.UserId == userId && g.ClientId == clientId && g.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.RevokedAt, now).SetProperty(g => g.RevokedBecause, "consent_withdrawn"), ct);
        await transaction.CommitAsync(ct);
        security.Tell(SecurityEvent.ConsentWithdrawn, userId, clientId);
        return true;
    }

    /// <summary>The applications that a person has let in, the latest first.</summary>
    public async Task<IReadOnlyList<ConnectedApp>> ListAsync(Guid userId, CancellationToken ct)
    {
        var rows = await (
            from consent in db.Consents
            join client in db.Clients on consent.ClientId equals client.Id
            join owner in db.Users on client.OwnerId equals owner.Id into owners
            from owner in owners.DefaultIfEmpty()
            where consent.UserId == userId
            orderby consent.ChangedAt descending, client.Id
            select new
            {
                client.Id,
                client.Name,
                client.LogoId,
                Maker = owner == null ? null : owner.FullName,
                consent.Scopes,
                consent.GivenAt,
                LastSignIn = db.Grants.Where(g => g.UserId == userId && g.ClientId == client.Id).Max(g => (DateTimeOffset?)g.CreatedAt),
                client.IsEnabled,
            }).ToListAsync(ct);
        return [.. rows.Select(r => new ConnectedApp(r.Id, r.Name, r.LogoId, r.Maker, r.Scopes, r.GivenAt, r.LastSignIn, r.IsEnabled))];
    }
}

public sealed record ConnectedApp(
    string ClientId, string Name, Guid? Logo, string? Maker, IReadOnlyList<string> Scopes, DateTimeOffset GivenAt, DateTimeOffset? LastSignIn, bool IsEnabled);
