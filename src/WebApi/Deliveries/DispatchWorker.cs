using Marketplace.Application.Deliveries;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Deliveries;

/// <summary>Finds riders: at once when something happened, and every two seconds for what only time brings. Any number of nodes may run it.</summary>
internal sealed class DispatchWorker(IServiceScopeFactory scopes, DispatchSignal signal, TimeProvider clock, ILogger<DispatchWorker> log) : RecurringWork(Sweep, clock, log)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(2);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        while (await TakeStepAsync(ct))
        {
        }
    }

    protected override Task WaitAsync(PeriodicTimer timer, CancellationToken ct) => signal.WaitAsync(Sweep, ct);

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
}
