using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <summary>What administrators do with the applications of all developers.</summary>
internal sealed class AppReviews(IdentityDb db, AppChanges changes, UserEvents events, TimeProvider clock)
{
    public Task<bool> ApproveAsync(string id, Guid admin, CancellationToken ct) => changes.RunAsync(id, null, admin, async client =>
    {
        if (client.Review != ClientReview.Approved)
        {
            await TellDeveloperAsync(client, null, ct);
        }

        (client.Review, client.ReviewNote, client.IsEnabled) = (ClientReview.Approved, null, true);
        return ("approved", "");
    }, ct);

    /// <summary>Also takes an application out of use that was approved before: everybody is signed out of it.</summary>
    public Task<bool> RefuseAsync(string id, Guid admin, string why, CancellationToken ct) => changes.RunAsync(id, null, admin, async client =>
    {
        if (client.Review != ClientReview.Refused)
        {
            await TellDeveloperAsync(client, why, ct);
        }

        (client.Review, client.ReviewNote, client.IsEnabled) = (ClientReview.Refused, why, false);
        await changes.EndGrantsAsync(id, "application_refused", ct);
        return ("refused", why);
    }, ct);

    /// <summary>Those that wait come first.</summary>
    public async Task<IReadOnlyList<AppToReview>> ListAsync(CancellationToken ct)
    {
        var rows = await (
            from client in db.Clients
            join owner in db.Users on client.OwnerId equals owner.Id
            where !client.IsFirstParty
            orderby client.Review == ClientReview.Asked descending, client.CreatedAt descending, client.Id
            select new { client, owner.FullName, owner.Email, People = db.Consents.Count(c => c.ClientId == client.Id) }).AsNoTracking().Take(100).ToListAsync(ct);
        var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - ClientUse.Days);
        var calls = (await db.Database.SqlQuery<AppCallSum>($"""SELECT client_id AS "Id", sum(calls)::bigint AS "Calls" FROM identity.client_days WHERE day >= {since} GROUP BY 1""").ToListAsync(ct)).ToDictionary(c => c.Id, c => c.Calls);
        return [.. rows.Select(r => new AppToReview(
            r.client.Id, r.client.Name, r.client.LogoId, r.FullName, r.Email!, r.client.Review, r.client.IsEnabled, r.client.RedirectUris, r.client.Scopes, r.People, calls.GetValueOrDefault(r.client.Id),
            r.client.CreatedAt, r.client.ReviewNote))];
    }

    private sealed record AppCallSum(string Id, long Calls);

    private async Task TellDeveloperAsync(Client client, string? refusal, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == client.OwnerId, ct) is { } owner)
        {
            await events.AppReviewedAsync(owner, client.Id, client.Name, refusal, ct);
        }
    }
}

/// <param name="Calls">Requests to the API in the last <see cref="ClientUse.Days"/> days.</param>
public sealed record AppToReview(
    string Id, string Name, Guid? Logo, string Maker, string MakerEmail, ClientReview Review, bool IsEnabled, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> Scopes,
    int People, long Calls, DateTimeOffset CreatedAt, string? Note);
