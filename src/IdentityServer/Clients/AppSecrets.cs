using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Clients;

/// <summary>Secrets of an application: shown once, at most two at a time, so that one can be exchanged for another without an outage.</summary>
internal sealed class AppSecrets(IdentityDb db, AppChanges changes, TimeProvider clock)
{
    public const int MostAtOnce = 2;

    /// <summary>How long the old secret works beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    /// <returns>Null when there are two already, or the application has no secrets.</returns>
    public async Task<string?> AddAsync(string id, Guid owner, CancellationToken ct)
    {
        var secret = Secrets.New();
        var isDone = await changes.RunAsync(id, owner, owner, client =>
        {
            var now = clock.GetUtcNow();
            var alive = client.Secrets.Where(s => s.ExpiresAt is null || s.ExpiresAt > now).ToList();
            if (client.IsPublic || alive.Count >= MostAtOnce)
            {
                return Task.FromResult<(string, string)?>(null);
            }

            alive.ForEach(old => old.ExpiresAt = now + Overlap);
            var added = new ClientSecret { Id = Guid.CreateVersion7(now), ClientId = id, Hash = Secrets.Hash(secret), CreatedAt = now };
            db.Add(added);
            return Task.FromResult<(string, string)?>(("secret_added", added.Id.ToString()));
        }, ct);
        return isDone ? secret : null;
    }

    public Task<bool> EndAsync(string id, Guid owner, Guid secretId, CancellationToken ct) => changes.RunAsync(id, owner, owner, client =>
    {
        if (client.Secrets.Find(s => s.Id == secretId) is not { } secret)
        {
            return Task.FromResult<(string, string)?>(null);
        }

        db.Remove(secret);
        return Task.FromResult<(string, string)?>(("secret_ended", secretId.ToString()));
    }, ct);
}
