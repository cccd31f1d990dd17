using System.Runtime.InteropServices;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// On SIGTERM the node says that it is not ready, and goes on serving for a few seconds, so that the load balancer can see it before
/// Kestrel closes its door. Ctrl+C ends it at once.
/// </summary>
internal sealed partial class DrainingLifetime(IHostApplicationLifetime application, IConfiguration configuration, TimeProvider clock, ILogger<DrainingLifetime> log)
    : IHostLifetime, IDisposable
{
    private readonly TimeSpan _drain = TimeSpan.FromSeconds(configuration.GetValue("Shutdown:DrainSeconds", 5.0));
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _isDraining;

    public bool IsDraining => Volatile.Read(ref _isDraining) == 1 || application.ApplicationStopping.IsCancellationRequested;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, _drain)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, TimeSpan.Zero)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => End(signal, TimeSpan.Zero)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(s => s.Dispose());

    private void End(PosixSignalContext signal, TimeSpan drain)
    {
        signal.Cancel = true;
        if (Interlocked.Exchange(ref _isDraining, 1) == 0 && drain > TimeSpan.Zero)
        {
            LogDraining(drain.TotalSeconds);
            _ = StopLaterAsync(drain);
        }
        else
        {
            application.StopApplication();
        }
    }

    private async Task StopLaterAsync(TimeSpan drain)
    {
        await Task.Delay(drain, clock);
        application.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "Not ready any more; serving for another {Seconds} s")]
    private partial void LogDraining(double seconds);
}
