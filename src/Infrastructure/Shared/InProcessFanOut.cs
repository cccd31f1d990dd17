using System.Collections.Immutable;
using Marketplace.Application.Shared;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Who on this node listens to what.</summary>
internal sealed partial class FanOutSubscriptions(ILogger<FanOutSubscriptions> log)
{
    private ImmutableList<Subscription> _all = [];

    public IDisposable Add(string channel, Action<string> heard, Action? missed)
    {
        var subscription = new Subscription(this, channel, heard, missed);
        ImmutableInterlocked.Update(ref _all, all => all.Add(subscription));
        return subscription;
    }

    public void Deliver(string channel, string message)
    {
        foreach (var subscription in _all.Where(s => s.Channel == channel))
        {
            Guard(channel, () => subscription.Heard(message));
        }
    }

    public void Missed()
    {
        foreach (var subscription in _all)
        {
            Guard(subscription.Channel, () => subscription.Missed?.Invoke());
        }
    }

    /// <summary>One listener's bug is neither the publisher's failure nor the next listener's.</summary>
    private void Guard(string channel, Action call)
    {
        try
        {
            call();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            LogBroken(broken, channel);
        }
    }

    [LoggerMessage(LogLevel.Error, "A listener of the live channel {Channel} broke")]
    private partial void LogBroken(Exception broken, string channel);

    private sealed class Subscription(FanOutSubscriptions all, string channel, Action<string> heard, Action? missed) : IDisposable
    {
        public string Channel { get; } = channel;
        public Action<string> Heard { get; } = heard;
        public Action? Missed { get; } = missed;

        public void Dispose() => ImmutableInterlocked.Update(ref all._all, list => list.Remove(this));
    }
}

/// <summary>Enough for one node.</summary>
internal sealed class InProcessFanOut(FanOutSubscriptions subscriptions) : ILiveFanOut
{
    public Task PublishAsync(string channel, string message, CancellationToken ct)
    {
        subscriptions.Deliver(channel, message);
        return Task.CompletedTask;
    }

    public IDisposable Subscribe(string channel, Action<string> heard, Action? missed = null) => subscriptions.Add(channel, heard, missed);
}
