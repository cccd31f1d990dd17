using System.Security.Cryptography;
using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Notifications;

/// <summary>
/// Says of the people with a page open at this node that they are here: soon after they came, and again before their lease ends. Who goes is not
/// reported: the lease ends by itself, as it does when this node dies.
/// </summary>
internal sealed partial class PresenceKeeper(LiveConnections connections, IServiceScopeFactory scopes, TimeProvider clock, ILogger<PresenceKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(25);

    private readonly string _node = RandomNumberGenerator.GetHexString(12);
    private HashSet<UserId> _said = [];
    private DateTimeOffset _renewAt;

    public async Task StepAsync(CancellationToken ct)
    {
        var (now, here) = (clock.GetUtcNow(), connections.People().ToHashSet());
        var isDue = now >= _renewAt;
        await using var scope = scopes.CreateAsyncScope();
        var keeper = scope.ServiceProvider.GetRequiredService<KeepPresenceHandler>();
        await keeper.RenewAsync(_node, isDue ? here : [.. here.Except(_said)], ct);
        (_said, _renewAt) = (here, isDue ? now + Renewal : _renewAt);
        await keeper.SettleAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default))
        {
            try
            {
                await StepAsync(stoppingToken);
            }
            catch (Exception later) when (later is NpgsqlException or DbUpdateException)
            {
                LogLater(later); // away, or somebody turned it off at this moment
            }
            catch (OperationCanceledException)
            {
                return; // the host stops
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Who is here could not be noted; the next step tries again")]
    private partial void LogLater(Exception because);
}
