namespace Marketplace.Application.Deliveries;

/// <summary>Wakes this node's dispatch worker early. Missing a signal costs a sweep's interval and nothing else.</summary>
public sealed class DispatchSignal : IDisposable
{
    private readonly SemaphoreSlim _something = new(0, 1);

    public void Raise()
    {
        try
        {
            _something.Release();
        }
        catch (SemaphoreFullException)
        {
            // The worker has been told already and has not looked yet.
        }
    }

    /// <summary>Returns when something was raised, or when the time is over.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _something.WaitAsync(atMost, ct);

    public void Dispose() => _something.Dispose();
}
