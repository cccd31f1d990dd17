using System.Collections.Concurrent;
using System.Security.Claims;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Vendors;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Marketplace.WebApi.Identity;

/// <summary>
/// Knows API keys for a few seconds, so that a busy program costs one look into the database now and then, and a revoked key works a few
/// seconds more at most. Counts the uses and writes them every few seconds.
/// </summary>
internal sealed partial class ApiKeyDoor(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ApiKeyDoor> log) : BackgroundService
{
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private const int MostRemembered = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostRemembered });
    private readonly ConcurrentDictionary<ApiKeyId, ApiKeyUse> _uses = new();

    /// <returns>Null when the key is unknown, revoked or over.</returns>
    public async Task<KnownApiKey?> OpenAsync(string presented, CancellationToken ct)
    {
        if (ApiKeySecrets.Hash(presented) is not { } hash)
        {
            return null;
        }

        var (name, now) = (Convert.ToBase64String(hash), clock.GetUtcNow());
        if (!_known.TryGetValue(name, out (KnownApiKey? Key, DateTimeOffset At) known) || now - known.At >= Remembered)
        {
            await using var scope = scopes.CreateAsyncScope();
            known = (await scope.ServiceProvider.GetRequiredService<IApiKeys>().FindAsync(hash, now, ct), now);
            _known.Set(name, known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        }

        if (known.Key is { } key && (key.ExpiresAt is null || key.ExpiresAt > now))
        {
            _uses.AddOrUpdate(key.Id, new ApiKeyUse(key.Id, 1, now), (id, use) => new(id, use.Count + 1, now));
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

    public async Task WriteUsesAsync(CancellationToken ct)
    {
        List<ApiKeyUse> uses = [];
        foreach (var key in _uses.Keys)
        {
            if (_uses.TryRemove(key, out var use))
            {
                uses.Add(use);
            }
        }

        if (uses.Count > 0)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IApiKeys>().CountAsync(uses, ct);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _known.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Step, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryWriteAsync(stoppingToken);
        }
    }

    private async Task TryWriteAsync(CancellationToken ct)
    {
        try
        {
            await WriteUsesAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (NpgsqlException away)
        {
            LogLost(away); // a figure for people, not for a bill
        }
    }

    [LoggerMessage(LogLevel.Warning, "Some uses of API keys were not counted")]
    private partial void LogLost(Exception because);
}
