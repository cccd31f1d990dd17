using Marketplace.Application.Notifications;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Identity;

namespace Marketplace.WebApi.Notifications;

/// <summary>
/// Looks again whether those who listen still may, so that leaving a shop, or losing a role, is felt within seconds and not only when
/// the ticket ends. Whoever may not is cut off; the page asks for another ticket, and gets none.
/// </summary>
internal sealed class LiveRights(LiveConnections connections, IServiceScopeFactory scopes, Administrators administrators, TimeProvider clock, ILogger<LiveRights> log)
    : RecurringWork(TimeSpan.FromSeconds(15), clock, log)
{
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

    /// <summary>When it fails, tickets end all the same.</summary>
    protected override Task RoundAsync(CancellationToken ct) => CheckAsync(ct);

    private static IEnumerable<LiveRight> RightsOf(LiveConnection connection) =>
        connection.Grant.User is { } user ? connection.Grant.Groups.Select(group => new LiveRight(user, group)) : [];
}
