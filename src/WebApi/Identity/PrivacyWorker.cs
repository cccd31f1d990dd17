using Marketplace.Application.Identity;

namespace Marketplace.WebApi.Identity;

/// <summary>Deletes the accounts whose time to think it over has passed, and copies of data that nobody fetched. Nodes may do it at the same time.</summary>
internal sealed partial class PrivacyWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PrivacyWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var due = scope.ServiceProvider.GetRequiredService<DeleteDueAccountsHandler>();
                await due.ForgetCopiesAsync(stoppingToken);
                while (await due.DeleteOneAsync(stoppingToken))
                {
                }
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

    [LoggerMessage(LogLevel.Error, "Accounts that are due could not be deleted; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
