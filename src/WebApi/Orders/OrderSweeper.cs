using Marketplace.Application.Orders;
using Marketplace.Application.Payments;

namespace Marketplace.WebApi.Orders;

/// <summary>Lets time pass for orders: every second, and slower for what can wait.</summary>
internal sealed partial class OrderSweeper(IServiceScopeFactory scopes, TimeProvider clock, ILogger<OrderSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int SlowEvery = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        for (var round = 0; await WaitAsync(timer, stoppingToken); round++)
        {
            await SweepAsync<SweepOrdersHandler>(s => s.RejectUnansweredAsync(stoppingToken), stoppingToken);
            await SweepAsync<SweepOrdersHandler>(s => s.ExpireUnpaidAsync(stoppingToken), stoppingToken);
            await SweepAsync<PayRefundsHandler>(s => s.HandleAsync(stoppingToken), stoppingToken);
            if (round % SlowEvery == 0)
            {
                await SweepAsync<SweepOrdersHandler>(s => s.AskAboutPaymentsAsync(stoppingToken), stoppingToken);
                await SweepAsync<SweepOrdersHandler>(s => s.EndForgottenCartsAsync(stoppingToken), stoppingToken);
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false; // the host stops
        }
    }

    /// <summary>One sweep that fails must not end the others; the next round tries again.</summary>
    private async Task SweepAsync<THandler>(Func<THandler, Task> sweep, CancellationToken ct) where THandler : notnull
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await sweep(scope.ServiceProvider.GetRequiredService<THandler>());
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            LogFailed(failed, typeof(THandler).Name);
        }
        catch (OperationCanceledException)
        {
            return; // the host stops
        }
    }

    [LoggerMessage(LogLevel.Error, "{Sweep} failed and will be tried again")]
    private partial void LogFailed(Exception exception, string sweep);
}
