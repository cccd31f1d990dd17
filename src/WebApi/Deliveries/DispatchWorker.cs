using Marketplace.Application.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Deliveries;

/// <summary>Finds riders: at once when something happened, and every two seconds for what only time brings. Any number of nodes may run it.</summary>
internal sealed partial class DispatchWorker(IServiceScopeFactory scopes, DispatchSignal signal, ILogger<DispatchWorker> log) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.WaitAsync(Sweep, stoppingToken);
                while (await TakeStepAsync(stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return; // the host stops
            }
            catch (Exception failed)
            {
                LogFailed(failed); // the next sweep tries again
            }
        }
    }

    private async Task<bool> TakeStepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await scope.ServiceProvider.GetRequiredService<DispatchDeliveriesHandler>().HandleAsync(ct);
        }
        catch (DbUpdateException raced) when (scope.ServiceProvider.GetRequiredService<IDeliveryStore>().IsRiderTaken(raced))
        {
            return true; // another node asked the same rider first; this delivery asks the next one
        }
    }

    [LoggerMessage(LogLevel.Error, "The search for riders failed and will be tried again")]
    private partial void LogFailed(Exception exception);
}
