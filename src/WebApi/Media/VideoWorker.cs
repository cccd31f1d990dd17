using Marketplace.Application.Media;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.WebApi.Media;

/// <summary>Takes videos away that nobody shows. Nodes may do it at the same time.</summary>
internal sealed partial class VideoWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<VideoWorker> log)
    : RecurringWork(TimeSpan.FromHours(1), clock, log, beginsAtOnce: true)
{
    private readonly ILogger _log = log;

    protected override async Task RoundAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var removed = await scope.ServiceProvider.GetRequiredService<RemoveUnusedVideosHandler>().HandleAsync(ct);
        if (removed > 0)
        {
            LogRemoved(removed);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Removed} videos that no product shows are removed")]
    private partial void LogRemoved(int removed);
}
