using System.Collections.Concurrent;
using Marketplace.Application.Identity;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.WebApi.Identity;

/// <summary>The sign-ins that this node knows to be over, for as long as a token of theirs could still look good.</summary>
internal sealed class RevokedGrants
{
    /// <summary>Longer than an access token can live, at most a quarter of an hour, with what clocks may differ by.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(20);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _known = new();

    public bool Contains(Guid grant) => _known.ContainsKey(grant);

    public void Add(IEnumerable<RevokedGrant> revoked)
    {
        foreach (var grant in revoked)
        {
            _known[grant.Id] = grant.At;
        }
    }

    public void Forget(DateTimeOffset before)
    {
        foreach (var (grant, at) in _known)
        {
            if (at < before)
            {
                _known.TryRemove(grant, out _);
            }
        }
    }
}

/// <summary>Asks every few seconds which sign-ins have ended. So long an access token outlives its sign-in, and no longer.</summary>
internal sealed class RevokedGrantsReader(IGrantRevocations revocations, RevokedGrants known, TimeProvider clock, ILogger<RevokedGrantsReader> log)
    : RecurringWork(TimeSpan.FromSeconds(3), clock, log, beginsAtOnce: true)
{
    /// <summary>What was written before and became visible only now.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private DateTimeOffset _readUntil = DateTimeOffset.MinValue;

    public async Task ReadAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var oldest = now - RevokedGrants.Remembered;
        known.Add(await revocations.SinceAsync(_readUntil > oldest ? _readUntil : oldest, ct));
        known.Forget(oldest);
        _readUntil = now - Overlap;
    }

    /// <summary>When it fails, what is known stays known, and the next round begins where this one should have.</summary>
    protected override Task RoundAsync(CancellationToken ct) => ReadAsync(ct);
}
