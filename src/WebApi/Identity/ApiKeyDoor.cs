using System.Security.Claims;
using Marketplace.Application.Vendors;
using Marketplace.BlazorShared.Hosting;
using Marketplace.Domain.Vendors;
using Microsoft.Extensions.Caching.Memory;

namespace Marketplace.WebApi.Identity;

/// <summary>
/// Knows API keys for a few seconds, so that a busy program costs one look into the database now and then, and a revoked key works a few
/// seconds more at most. Counts the uses.
/// </summary>
internal sealed class ApiKeyDoor(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ApiKeyDoor> log) : Tally<ApiKeyId, ApiKeyUse>(clock, log)
{
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(3);
    private const int MostRemembered = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    /// <returns>Null when the key is unknown, revoked or over.</returns>
    public async Task<KnownApiKey?> OpenAsync(string presented, CancellationToken ct)
    {
        if (ApiKeySecrets.Hash(presented) is not { } hash)
        {
            return null;
        }

        var (name, now) = (Convert.ToBase64String(hash), Now);
        if (!_known.TryGetValue(name, out (KnownApiKey? Key, DateTimeOffset At) known) || now - known.At >= Remembered)
        {
            await using var scope = scopes.CreateAsyncScope();
            known = (await scope.ServiceProvider.GetRequiredService<IApiKeys>().FindAsync(hash, now, ct), now);
            _known.Set(name, known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        }

        if (known.Key is { } key && (key.ExpiresAt is null || key.ExpiresAt > now))
        {
            Count(key.Id, new(key.Id, 1, now), use => new(key.Id, use.Count + 1, now));
            return key;
        }

        return null;
    }

    /// <summary>The key is the subject, and its scopes and its shop are all that it has.</summary>
    public static IEnumerable<Claim> ClaimsOf(KnownApiKey key) =>
    [
        new(BearerClaims.Subject, key.Id.Value.ToString()),
        new(BearerClaims.ClientId, $"key {key.Prefix}"),
        new(BearerClaims.Shop, key.Vendor.Value.ToString()),
        new(BearerClaims.Name, $"API key {key.Prefix}"),
        .. key.Scopes.Select(s => new Claim(BearerClaims.Scope, s)),
    ];

    public override void Dispose()
    {
        _known.Dispose();
        base.Dispose();
    }

    protected override async Task StoreAsync(IReadOnlyList<KeyValuePair<ApiKeyId, ApiKeyUse>> counts, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IApiKeys>().CountAsync([.. counts.Select(c => c.Value)], ct);
    }
}
