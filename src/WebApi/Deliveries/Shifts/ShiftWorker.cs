using Marketplace.Application.Deliveries.Shifts;

namespace Marketplace.WebApi.Deliveries.Shifts;

/// <summary>Lets time pass for shifts. Any number of nodes may run it: the shift's lock lets each reminder go out once.</summary>
internal sealed partial class ShiftWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ShiftWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(h => h.RemindAsync(stoppingToken), stoppingToken);
                await SweepAsync(h => h.EndAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return; // the host stops
        }
    }

    /// <summary>One sweep that fails must not end the other; the next round tries again.</summary>
    private async Task SweepAsync(Func<KeepShiftTimesHandler, Task> sweep, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await sweep(scope.ServiceProvider.GetRequiredService<KeepShiftTimesHandler>());
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            LogFailed(failed);
        }
    }

    [LoggerMessage(LogLevel.Error, "The times of shifts were not looked at; the next round tries again")]
    private partial void LogFailed(Exception exception);
}
