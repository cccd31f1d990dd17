namespace Marketplace.Infrastructure.Demo;

/// <summary>What is going to happen, in the order of time; what comes after the present is left undone.</summary>
internal sealed class DemoSchedule
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset At, long Turn)> _coming = new();
    private long _turn;

    public void At(DateTimeOffset at, Action<DateTimeOffset> happens) => _coming.Enqueue(happens, (at, _turn++));

    public void RunUntil(DateTimeOffset now)
    {
        while (_coming.TryDequeue(out var happens, out var when) && when.At <= now)
        {
            happens(when.At);
        }
    }
}
