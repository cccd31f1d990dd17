using System.Security.Cryptography;
using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Notifications;

/// <summary>
/// Says of the people with a page open at this node that they are here: soon after they came, and again before their lease ends. Who goes is not
/// reported: the lease ends by itself, as it does when this node dies.
/// </summary>
internal sealed partial class PresenceKeeper(LiveConnections connections, IServiceScopeFactory scopes, TimeProvider clock, ILogger<PresenceKeeper> log)
    : RecurringWork(TimeSpan.FromSeconds(3), clock, log)
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(25);

    private readonly string _node = RandomNumberGenerator.GetHexString(12);
    private readonly ILogger _log = log;
    private HashSet<UserId> _said = [];
    private DateTimeOffset _renewAt;

    public async Task StepAsync(CancellationToken ct)
    {
        var (now, here) = (Clock.GetUtcNow(), connections.People().ToHashSet());
        var isDue = now >= _renewAt;
        await using var scope = scopes.CreateAsyncScope();
        var keeper = scope.ServiceProvider.GetRequiredService<KeepPresenceHandler>();
        await keeper.RenewAsync(_node, isDue ? here : [.. here.Except(_said)], ct);
        (_said, _renewAt) = (here, isDue ? now + Renewal : _renewAt);
        await keeper.SettleAsync(ct);
    }

    protected override async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            await StepAsync(ct);
        }
        catch (DbUpdateException raced) when (raced.InnerException is PostgresException)
        {
            LogRaced(raced);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Somebody does not want to be seen any more since just now; the next step tries again")]
    private partial void LogRaced(Exception raced);
}
