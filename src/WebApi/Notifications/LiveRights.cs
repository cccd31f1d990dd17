using Marketplace.Application.Notifications;
using Marketplace.WebApi.Identity;
using Npgsql;

namespace Marketplace.WebApi.Notifications;

/// <summary>
/// Looks again whether those who listen still may, so that leaving a shop, or losing a role, is felt within seconds and not only when
/// the ticket ends. Whoever may not is cut off; the page asks for another ticket, and gets none.
/// </summary>
internal sealed partial class LiveRights(LiveConnections connections, IServiceScopeFactory scopes, Administrators administrators, TimeProvider clock, ILogger<LiveRights> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    public async Task CheckAsync(CancellationToken ct)
    {
        var open = connections.All();
        await using var scope = scopes.CreateAsyncScope();
        LiveRight[] rights = [.. open.Where(o => o.Grant.Needs.Count == 0).SelectMany(RightsOf).Distinct()];
        var lost = rights.Length == 0 ? new HashSet<LiveRight>() : await scope.ServiceProvider.GetRequiredService<FindLostLiveRightsHandler>().HandleAsync(rights, ct);
        foreach (var connection in open)
        {
            if (connection.Grant.Needs.Count > 0 ? connection.Grant.User is { } admin && !await administrators.MayStillAsync(admin, connection.Grant.Needs, ct) : RightsOf(connection).Any(lost.Contains))
            {
                connection.Context.Abort();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default))
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (NpgsqlException away)
            {
                LogUnchecked(away); // tickets end all the same
            }
        }
    }

    private static IEnumerable<LiveRight> RightsOf(LiveConnection connection) =>
        connection.Grant.User is { } user ? connection.Grant.Groups.Select(group => new LiveRight(user, group)) : [];

    [LoggerMessage(LogLevel.Warning, "The rights of those who listen could not be checked")]
    private partial void LogUnchecked(Exception because);
}
