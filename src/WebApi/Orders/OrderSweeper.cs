using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.WebApi.Orders;

/// <summary>Lets time pass for orders: every second, and slower for what can wait.</summary>
internal sealed class OrderSweeper(IServiceScopeFactory scopes, TimeProvider clock, ILogger<OrderSweeper> log) : RecurringWork(TimeSpan.FromSeconds(1), clock, log)
{
    private const int SlowEvery = 20;

    private int _round;

    protected override async Task RoundAsync(CancellationToken ct)
    {
        await SweepAsync<SweepOrdersHandler>(s => s.RejectUnansweredAsync(ct), ct);
        await SweepAsync<SweepOrdersHandler>(s => s.ExpireUnpaidAsync(ct), ct);
        await SweepAsync<PayRefundsHandler>(s => s.HandleAsync(ct), ct);
        if (_round++ % SlowEvery == 0)
        {
            await SweepAsync<SweepOrdersHandler>(s => s.AskAboutPaymentsAsync(ct), ct);
            await SweepAsync<SweepOrdersHandler>(s => s.EndForgottenCartsAsync(ct), ct);
        }
    }

    private Task SweepAsync<THandler>(Func<THandler, Task> sweep, CancellationToken ct) where THandler : notnull => TryAsync(typeof(THandler).Name, async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        await sweep(scope.ServiceProvider.GetRequiredService<THandler>());
    }, ct);
}
