using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Clients;

/// <summary>Secrets of an application: shown once, at most two at a time, so that one can be exchanged for another without an outage.</summary>
internal sealed class AppSecrets(IdentityDb db, AppChanges changes, TimeProvider clock)
{
    public const int MostAtOnce = 2;

    /// <summary>For how many days a secret can be made; 0 is until it is ended.</summary>
    public static readonly IReadOnlyList<(int Days, string Words)> Lives = [(0, "Until you end it"), (90, "90 days"), (365, "A year")];

    /// <summary>How long the old secret works beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    /// <param name="life">Null for a secret that works until it is ended.</param>
    /// <returns>Null when there are two already, or the application has no secrets.</returns>
    public async Task<string?> AddAsync(string id, Guid owner, TimeSpan? life, CancellationToken ct)
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

            alive.ForEach(old => old.ExpiresAt = old.ExpiresAt < now + Overlap ? old.ExpiresAt : now + Overlap);
            var added = new ClientSecret { Id = Guid.CreateVersion7(now), ClientId = id, Hash = Secrets.Hash(secret), CreatedAt = now, ExpiresAt = now + life };
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
