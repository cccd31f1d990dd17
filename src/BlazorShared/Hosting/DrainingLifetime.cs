using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>
/// On SIGTERM the node says that it is not ready, and goes on serving for a few seconds, so that the load balancer can see it before
/// Kestrel closes its door; then what has begun is finished, and nothing new begins. Ctrl+C ends it at once.
/// </summary>
public sealed partial class DrainingLifetime(IHostApplicationLifetime application, IConfiguration configuration, TimeProvider clock, ILogger<DrainingLifetime> log)
    : IHostLifetime, IDisposable
{
    private readonly TimeSpan _drain = TimeSpan.FromSeconds(configuration.GetValue("Shutdown:DrainSeconds", 5.0));
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly CancellationTokenSource _draining = new();
    private int _isDraining;

    public bool IsDraining => Volatile.Read(ref _isDraining) == 1 || application.ApplicationStopping.IsCancellationRequested;

    /// <summary>Cancelled when the node has been told to end, before it stops serving.</summary>
    public CancellationToken Draining => _draining.Token;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, _drain)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, TimeSpan.Zero)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => End(signal, TimeSpan.Zero)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(s => s.Dispose());
        _draining.Dispose();
    }

    private void End(PosixSignalContext signal, TimeSpan drain)
    {
        signal.Cancel = true;
        Drain(drain);
    }

    /// <summary>Red at once, and the end after the drain; asked for again, or without a drain, the end at once.</summary>
    internal void Drain(TimeSpan drain)
    {
        if (Interlocked.Exchange(ref _isDraining, 1) == 0 && drain > TimeSpan.Zero)
        {
            LogDraining(drain.TotalSeconds);
            _draining.Cancel();
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

public static class DrainingRegistration
{
    /// <summary>With the drain before it, a whole stop takes no longer than the half minute that orchestrators wait.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(25);

    public static IServiceCollection AddDraining(this IServiceCollection services)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        return services.AddSingleton<DrainingLifetime>().AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<DrainingLifetime>());
    }
}
