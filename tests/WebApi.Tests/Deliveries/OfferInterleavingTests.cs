using Marketplace.Application.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Orders;
using Marketplace.Infrastructure.Audit;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Deliveries;

/// <summary>A rider accepts at the moment, as chance has it, at which the offer ends one way or another.</summary>
public sealed class OfferInterleavingTests(MarketplaceApp app, ITestOutputHelper output) : IClassFixture<MarketplaceApp>
{
    [Fact, Trait("Category", "Storm")]
    public async Task A_rider_accepts_while_the_time_runs_out()
    {
        var ends = await RunAsync(async (_, offer) =>
        {
            await using var db = app.OpenDb();
            await db.Database.ExecuteSqlAsync($"update deliveries.offers set expires_at = clock_timestamp() where id = {offer.Id.Value} and answer = 'Open'");
            await db.Database.ExecuteSqlAsync($"update deliveries.deliveries set next_step_at = clock_timestamp() where id in (select delivery_id from deliveries.offers where id = {offer.Id.Value}) and state = 'Offered'");
            await UseAsync<DispatchDeliveriesHandler>(async h =>
            {
                while (await h.HandleAsync(CancellationToken.None))
                {
                }
            });
        }, (accept, delivery, answer) =>
        {
            Assert.True(accept is null || accept.StartsWith("offer.over", StringComparison.Ordinal), accept);
            Assert.Equal(accept is null ? (DeliveryState.Assigned, OfferAnswer.Accepted) : (DeliveryState.Searching, OfferAnswer.TimedOut), (delivery, answer));
        });

        Assert.Equal([nameof(OfferAnswer.Accepted), nameof(OfferAnswer.TimedOut)], ends.Keys.Order());
    }

    [Fact, Trait("Category", "Storm")]
    public async Task A_rider_accepts_while_the_order_is_cancelled()
    {
        var ends = await RunAsync(
            (delivery, _) => UseAsync<CancelDelivery>(reaction => reaction.HandleAsync(
                new(delivery.VendorOrderId, delivery.OrderId, delivery.VendorId, delivery.Number, CancelCause.Customer, "Changed my mind", new(1, "INR"), TimeProvider.System.GetUtcNow()), CancellationToken.None)),
            (accept, delivery, answer) =>
            {
                Assert.True(accept is null || accept.StartsWith("offer.withdrawn", StringComparison.Ordinal), accept);
                Assert.Equal((DeliveryState.Cancelled, accept is null ? OfferAnswer.Accepted : OfferAnswer.Withdrawn), (delivery, answer)); // nobody had picked it up
            });

        Assert.Equal([nameof(OfferAnswer.Accepted), nameof(OfferAnswer.Withdrawn)], ends.Keys.Order());
    }

    private async Task<IReadOnlyDictionary<string, int>> RunAsync(Func<Delivery, Offer, Task> end, Action<string?, DeliveryState, OfferAnswer> judge)
    {
        var ends = await Interleavings.RunAsync(output, async () =>
        {
            var (rider, phone) = await app.RiderAsync();
            var offer = await app.OfferedAsync(rider);
            var delivery = await DeliveryOfAsync(offer);
            return new(() => phone.AcceptAsync(offer.Id.Value), () => end(delivery, offer), async (accept, ending) =>
            {
                Assert.Null(ending);
                var (state, answer) = await Eventually.GetAsync(async () =>
                {
                    var now = await DeliveryOfAsync(offer);
                    return (now.State, now.Offers.Single(o => o.Id == offer.Id).Answer);
                }, d => d.Answer != OfferAnswer.Open);
                judge(accept, state, answer);
                return answer.ToString();
            });
        });

        AuditedApp.AssertClean(await app.Services.GetRequiredService<InvariantAudit>().RunAsync(TimeSpan.FromDays(1), CancellationToken.None), "I-9", "I-11");
        return ends;
    }

    private async Task<Delivery> DeliveryOfAsync(Offer offer)
    {
        await using var db = app.OpenDb();
        return await db.Set<Delivery>().AsNoTracking().SingleAsync(d => d.Offers.Any(o => o.Id == offer.Id));
    }

    private async Task UseAsync<T>(Func<T, Task> use) where T : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<T>());
    }
}
