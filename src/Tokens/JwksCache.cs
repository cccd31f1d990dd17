using System.Net.Http.Headers;

namespace Marketplace.Tokens;

/// <summary>The issuer's keys are not known and cannot be had now. Nothing can be said about a token: neither yes nor no.</summary>
public sealed class KeysUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// The issuer's public keys. A set is used for under a minute, so that a withdrawn key dies everywhere within one; a token with
/// an unknown kid may cause one more fetch, at most once a minute. When the issuer is away the last known set serves for an hour.
/// </summary>
public sealed class JwksCache(Func<HttpClient> http, Uri address, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan RefreshInBackground = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan UsableWithoutIssuer = TimeSpan.FromHours(1);
    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private const int MaxDocumentLength = 64 * 1024;

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private volatile KeySet? _keys;
    private DateTimeOffset _lastUnknownKey = DateTimeOffset.MinValue;
    private DateTimeOffset _lastFailure = DateTimeOffset.MinValue;

    public async ValueTask<VerificationKey?> FindAsync(string keyId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = _keys;
        if (keys is null || now - keys.FetchedAt > Fresh)
        {
            keys = await RefreshAsync(keys, ct);
        }
        else if (now - keys.FetchedAt > RefreshInBackground && _fetching.CurrentCount == 1)
        {
            _ = RefreshQuietlyAsync(keys);
        }

        if (keys.ByKeyId.TryGetValue(keyId, out var key))
        {
            return key;
        }

        // Racing callers may both pass this check; RefreshAsync fetches once for all that saw the same set.
        if (now - _lastUnknownKey < UnknownKeyPause || now - keys.FetchedAt < TimeSpan.FromSeconds(1))
        {
            return null;
        }

        _lastUnknownKey = now;
        return (await RefreshAsync(keys, ct)).ByKeyId.GetValueOrDefault(keyId);
    }

    public void Dispose() => _fetching.Dispose();

    private async Task RefreshQuietlyAsync(KeySet seen)
    {
        try
        {
            await RefreshAsync(seen, CancellationToken.None);
        }
        catch (KeysUnavailableException)
        {
            // The request that needs a fresh set will say so; this one has already been served.
        }
    }

    private async Task<KeySet> RefreshAsync(KeySet? seen, CancellationToken ct)
    {
        await _fetching.WaitAsync(ct);
        try
        {
            if (!ReferenceEquals(_keys, seen) && _keys is { } newer)
            {
                return newer;
            }

            var now = clock.GetUtcNow();
            if (now - _lastFailure < PauseAfterFailure)
            {
                return Stale(now, null);
            }

            try
            {
                return _keys = new(await FetchAsync(ct), now);
            }
            catch (Exception failed) when (failed is HttpRequestException or IOException or InvalidDataException
                || (failed is OperationCanceledException && !ct.IsCancellationRequested))
            {
                _lastFailure = now;
                return Stale(now, failed);
            }
        }
        finally
        {
            _fetching.Release();
        }
    }

    private KeySet Stale(DateTimeOffset now, Exception? cause) => _keys is { } old && now - old.FetchedAt < UsableWithoutIssuer
        ? old
        : throw new KeysUnavailableException("The issuer's keys cannot be fetched.", cause);

    private async Task<Dictionary<string, VerificationKey>> FetchAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(5));
        using var client = http();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            throw new InvalidDataException($"The key set answered {(int)response.StatusCode}.");
        }

        await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
        var buffer = new byte[MaxDocumentLength + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, deadline.Token);
        var set = length <= MaxDocumentLength ? JwkSet.Parse(buffer.AsSpan(0, length)) : null;
        if (set is null)
        {
            throw new InvalidDataException("The key set is too large or no key set.");
        }

        var keys = new Dictionary<string, VerificationKey>(StringComparer.Ordinal);
        foreach (var key in set.Keys.Select(VerificationKey.From).OfType<VerificationKey>())
        {
            if (!keys.TryAdd(key.KeyId, key))
            {
                throw new InvalidDataException("Two keys share one kid.");
            }
        }

        return keys;
    }

    private sealed record KeySet(Dictionary<string, VerificationKey> ByKeyId, DateTimeOffset FetchedAt);
}
