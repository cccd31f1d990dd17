using Marketplace.Application.Media;

namespace Marketplace.WebApi.Media;

/// <summary>Takes videos away that nobody shows. Nodes may do it at the same time.</summary>
internal sealed partial class VideoWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<VideoWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var removed = await scope.ServiceProvider.GetRequiredService<RemoveUnusedVideosHandler>().HandleAsync(stoppingToken);
                if (removed > 0)
                {
                    LogRemoved(removed);
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
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }

    [LoggerMessage(LogLevel.Information, "{Removed} videos that no product shows are removed")]
    private partial void LogRemoved(int removed);

    [LoggerMessage(LogLevel.Error, "Videos that nobody shows could not be removed; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
