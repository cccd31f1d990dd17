using Marketplace.Application.Notifications;

namespace Marketplace.WebApi.Notifications;

/// <summary>Sends the mails about new products, and forgets alerts that nobody confirmed. Nodes may do it at the same time.</summary>
internal sealed partial class MarketingWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<MarketingWorker> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default))
        {
            try
            {
                while (await SendOneAsync(stoppingToken))
                {
                }

                await ForgetAsync(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
            catch (OperationCanceledException)
            {
                return; // the host stops
            }
        }
    }

    private async Task<bool> SendOneAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SendShopDigestsHandler>().SendOneAsync(ct);
    }

    private async Task ForgetAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<GuestRestockAlertsHandler>().ForgetAsync(ct);
    }

    [LoggerMessage(LogLevel.Error, "Mails about new products could not be written; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
