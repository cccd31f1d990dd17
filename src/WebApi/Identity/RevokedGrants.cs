using System.Collections.Concurrent;
using Marketplace.Application.Identity;
using Npgsql;

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
internal sealed partial class RevokedGrantsReader(IGrantRevocations revocations, RevokedGrants known, TimeProvider clock, ILogger<RevokedGrantsReader> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(3);

    /// <summary>What was written before and became visible only now.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private DateTimeOffset _readUntil = DateTimeOffset.MinValue;

    public async Task ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var oldest = now - RevokedGrants.Remembered;
        known.Add(await revocations.SinceAsync(_readUntil > oldest ? _readUntil : oldest, ct));
        known.Forget(oldest);
        _readUntil = now - Overlap;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, clock);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException away)
            {
                LogUnread(away); // what is known stays known, and the next round begins where this one should have
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }

    [LoggerMessage(LogLevel.Warning, "It could not be read which sign-ins have ended")]
    private partial void LogUnread(Exception because);
}
