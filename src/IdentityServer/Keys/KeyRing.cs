using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Keys;

/// <summary>The keys as this instance knows them. Read again every few seconds, so that a withdrawn key is gone within a minute.</summary>
internal sealed class KeyRing(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptions<KeyOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly JwsAlgorithm[] Algorithms = [JwsAlgorithm.RS256, JwsAlgorithm.ES256];
    private const long Lock = 0x6D70_6B65_7973; // "mpkeys"
    private readonly IDataProtector _wrap = protection.CreateProtector("signing-keys.v1");
    private readonly Dictionary<string, SigningKey> _opened = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Loaded? _loaded;

    public bool IsReady => _loaded is not null;

    /// <summary>The key that signs now: of those not withdrawn whose time has come, the one that came last.</summary>
    public async ValueTask<SigningKey> ActiveAsync(JwsAlgorithm algorithm, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = await CurrentAsync(now, ct);
        return keys.Where(k => k.Row.Algorithm == algorithm && k.Row.ActivatesAt <= now)
            .OrderByDescending(k => k.Row.ActivatesAt).ThenBy(k => k.Row.KeyId, StringComparer.Ordinal)
            .Select(k => k.Key).FirstOrDefault() ?? throw new InvalidOperationException($"There is no active {algorithm} key.");
    }

    /// <summary>Every key that a valid token may bear: upcoming, active, and retired ones until their tokens are long dead.</summary>
    public async ValueTask<IReadOnlyList<Jwk>> PublishedAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = await CurrentAsync(now, ct);
        return [.. keys.Where(k => IsPublished(k.Row, keys.Select(o => o.Row), now)).Select(k => k.Key.PublicJwk)];
    }

    public async ValueTask<VerificationKey?> FindAsync(string keyId, CancellationToken ct) =>
        (await PublishedAsync(ct)).FirstOrDefault(k => k.KeyId == keyId) is { } jwk ? VerificationKey.From(jwk) : null;

    /// <summary>Makes the keys that are due. Safe on any number of instances at once: one works, the others find it done.</summary>
    public async Task RotateAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        var now = clock.GetUtcNow();
        var rows = await db.SigningKeys.Where(k => k.WithdrawnAt == null).ToListAsync(ct);
        foreach (var algorithm in Algorithms)
        {
            var own = rows.Where(k => k.Algorithm == algorithm).OrderBy(k => k.ActivatesAt).ToList();
            if (!own.Exists(k => k.ActivatesAt <= now))
            {
                db.Add(NewKey(algorithm, now, activatesAt: now));
            }
            else if (own[^1].ActivatesAt <= now && now >= own[^1].ActivatesAt + options.Value.RotateAfter - options.Value.PublishAhead)
            {
                db.Add(NewKey(algorithm, now, activatesAt: now + options.Value.PublishAhead));
            }

            // A key whose last token died long ago is deleted together with its private half.
            db.RemoveRange(own.Where(k => !IsPublished(k, own, now)));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        _loaded = null;
    }

    /// <summary>The emergency: a key may be known to others. It leaves the key set now, and a new one signs at once.</summary>
    public async Task<bool> WithdrawAsync(string keyId, CancellationToken ct)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            var now = clock.GetUtcNow();
            if (await db.SigningKeys.Where(k => k.KeyId == keyId && k.WithdrawnAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.WithdrawnAt, now), ct) == 0)
            {
                return false;
            }
        }

        await RotateAsync(ct);
        return true;
    }

    public void Dispose()
    {
        foreach (var key in _opened.Values)
        {
            key.Dispose();
        }

        _loading.Dispose();
    }

    private bool IsPublished(SigningKeyRow key, IEnumerable<SigningKeyRow> all, DateTimeOffset now) =>
        !all.Any(o => o.Algorithm == key.Algorithm && o.ActivatesAt > key.ActivatesAt && o.ActivatesAt + options.Value.RetainFor <= now);

    private SigningKeyRow NewKey(JwsAlgorithm algorithm, DateTimeOffset now, DateTimeOffset activatesAt)
    {
        using var key = SigningKey.Create(algorithm);
        return new()
        {
            KeyId = key.KeyId,
            Algorithm = algorithm,
            WrappedKey = _wrap.Protect(key.ExportPkcs8()),
            CreatedAt = now,
            ActivatesAt = activatesAt,
        };
    }

    private async ValueTask<IReadOnlyList<Entry>> CurrentAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (_loaded is { } current && now - current.At < options.Value.Reload)
        {
            return current.Keys;
        }

        await _loading.WaitAsync(ct);
        try
        {
            if (_loaded is { } newer && now - newer.At < options.Value.Reload)
            {
                return newer.Keys;
            }

            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            var rows = await db.SigningKeys.AsNoTracking().Where(k => k.WithdrawnAt == null).ToListAsync(ct);
            IReadOnlyList<Entry> keys = [.. rows.Select(row => new Entry(row, Open(row)))];
            _loaded = new(keys, now);
            return keys;
        }
        finally
        {
            _loading.Release();
        }
    }

    private SigningKey Open(SigningKeyRow row)
    {
        if (!_opened.TryGetValue(row.KeyId, out var key))
        {
            key = SigningKey.FromPkcs8(row.Algorithm, _wrap.Unprotect(row.WrappedKey));
            _opened.Add(row.KeyId, key);
        }

        return key;
    }

    private sealed record Entry(SigningKeyRow Row, SigningKey Key);

    private sealed record Loaded(IReadOnlyList<Entry> Keys, DateTimeOffset At);
}
