using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.WebApi.Deliveries.Shifts;

/// <summary>Lets time pass for shifts. Any number of nodes may run it: the shift's lock lets each reminder go out once.</summary>
internal sealed class ShiftWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ShiftWorker> log) : RecurringWork(TimeSpan.FromSeconds(20), clock, log)
{
    protected override async Task RoundAsync(CancellationToken ct)
    {
        await SweepAsync("Reminding of shifts", h => h.RemindAsync(ct), ct);
        await SweepAsync("Ending shifts", h => h.EndAsync(ct), ct);
    }

    private Task SweepAsync(string part, Func<KeepShiftTimesHandler, Task> sweep, CancellationToken ct) => TryAsync(part, async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        await sweep(scope.ServiceProvider.GetRequiredService<KeepShiftTimesHandler>());
    }, ct);
}
