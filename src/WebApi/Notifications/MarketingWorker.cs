using Marketplace.Application.Notifications;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.WebApi.Notifications;

/// <summary>Sends the mails about new products, and forgets alerts that nobody confirmed. Nodes may do it at the same time.</summary>
internal sealed class MarketingWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<MarketingWorker> log) : RecurringWork(TimeSpan.FromMinutes(10), clock, log)
{
    protected override async Task RoundAsync(CancellationToken ct)
    {
        while (await SendOneAsync(ct))
        {
        }

        await ForgetAsync(ct);
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
}
