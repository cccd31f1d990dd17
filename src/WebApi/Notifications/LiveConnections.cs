using System.Collections.Concurrent;
using Marketplace.Domain.Identity;
using Microsoft.AspNetCore.SignalR;

namespace Marketplace.WebApi.Notifications;

/// <summary>The open live connections of this node. Ends each when its ticket does, and refuses a holder's thirty-first.</summary>
internal sealed class LiveConnections(TimeProvider clock) : BackgroundService
{
    public const int MaxPerHolder = 30;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, LiveConnection> _open = new();

    public int Count => _open.Count;

    public bool TryAdd(HubCallerContext context, LiveGrant grant)
    {
        if (_open.Values.Count(o => o.Grant.Holder == grant.Holder) >= MaxPerHolder)
        {
            return false;
        }

        _open[context.ConnectionId] = new(context, grant);
        return true;
    }

    public void Remove(string connectionId) => _open.TryRemove(connectionId, out _);

    public IReadOnlyList<LiveConnection> All() => [.. _open.Values];

    /// <summary>Those who are signed in and have a page open here; guests are nobody.</summary>
    public IEnumerable<UserId> People() => _open.Values.Select(o => o.Grant.User).OfType<UserId>();

    /// <summary>Connections whose client should fetch a new ticket now, each named once.</summary>
    public IReadOnlyList<(string Hub, string ConnectionId)> TakeExpiring()
    {
        var soon = clock.GetUtcNow() + Notice;
        return [.. _open.Values.Where(o => o.Grant.ExpiresAt <= soon && o.Warn()).Select(o => (o.Grant.Hub, o.Context.ConnectionId))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default))
        {
            var now = clock.GetUtcNow();
            foreach (var over in _open.Values.Where(o => o.Grant.ExpiresAt <= now))
            {
                over.Context.Abort();
            }
        }
    }
}

internal sealed class LiveConnection(HubCallerContext context, LiveGrant grant)
{
    private int _warned;

    public HubCallerContext Context { get; } = context;
    public LiveGrant Grant { get; } = grant;

    /// <returns>True the first time.</returns>
    public bool Warn() => Interlocked.Exchange(ref _warned, 1) == 0;
}
