using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Orders;
using Marketplace.Infrastructure.Audit;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Deliveries;

/// <summary>The silent rider was not so silent: they deliver at the moment, as chance has it, at which the dispatcher gives it up.</summary>
public sealed class RescueInterleavingTests(MarketplaceApp app, ITestOutputHelper output) : IClassFixture<MarketplaceApp>
{
    [Fact, Trait("Category", "Storm")]
    public async Task A_rider_delivers_while_the_dispatcher_gives_it_up_for_lost()
    {
        var orders = new OrdersClient(app.Guest());
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var stall = await app.OpenStallAsync();
            var placed = await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Cash, FulfilmentMethods.Delivery);
            var ride = await app.RideOutAsync(stall, placed);
            await Eventually.TrueAsync(async () => (await orders.GetAsync(placed.Number, placed.AccessToken)).State == OrderStates.OutForDelivery, TimeSpan.FromSeconds(60));
            return new(
                () => ride.Phone.DeliverAsync(ride.DeliveryId, new(ride.Pin, ride.Cash)),
                () => app.Dispatch().ResolveAsync(ride.DeliveryId, DeliveryOutcomes.Lost, "The rider cannot be found"),
                async (deliver, giveUp) =>
                {
                    Assert.True(deliver is null != giveUp is null, $"{deliver}; {giveUp}");
                    Assert.StartsWith("delivery.wrong_state", deliver ?? giveUp, StringComparison.Ordinal);
                    var wanted = deliver is null ? (OrderStates.Delivered, "CASH_COLLECTED") : (OrderStates.Cancelled, "CANCELLED");
                    await Eventually.TrueAsync(async () => await orders.GetAsync(placed.Number, placed.AccessToken) is var o && (o.State, o.Payment.State) == wanted, TimeSpan.FromSeconds(60));
                    Assert.Equal((9, 0), await app.StockOfAsync(stall)); // gone, one way or the other
                    return wanted.Item1;
                });
        });

        Assert.Equal([OrderStates.Cancelled, OrderStates.Delivered], ends.Keys.Order());
        AuditedApp.AssertClean(await app.Services.GetRequiredService<InvariantAudit>().RunAsync(TimeSpan.FromDays(1), CancellationToken.None), "I-9", "I-11", "I-15", "I-20");
    }
}
