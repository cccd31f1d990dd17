using Marketplace.Application.Deliveries;
using Marketplace.Domain.Deliveries;

namespace Marketplace.WebApi.Tests.Deliveries;

public sealed class DispatchDeliveriesTests : IAsyncLifetime
{
    private DispatchNode _node = null!;

    public async Task InitializeAsync() => _node = await DispatchNode.StartAsync();

    public async Task DisposeAsync()
    {
        await _node.AuditAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Asks_the_nearest_rider_first_and_then_the_next()
    {
        var far = await _node.RiderAsync("Far", kilometresAway: 2);
        var near = await _node.RiderAsync("Near", kilometresAway: 0.3);
        var delivery = await _node.RequestAsync();

        await _node.DispatchAsync();
        var first = Assert.Single((await _node.LoadAsync(delivery.Id)).Offers);
        Assert.Equal(near.Id, first.RiderId);
        Assert.InRange(first.MetresToShop, 300, 500);

        _node.Clock.Advance(TimeSpan.FromSeconds(60));
        await _node.DispatchAsync();

        var loaded = await _node.LoadAsync(delivery.Id);
        Assert.Equal(DeliveryState.Offered, loaded.State);
        Assert.Equal([OfferAnswer.TimedOut, OfferAnswer.Open], loaded.Offers.OrderBy(o => o.MadeAt).Select(o => o.Answer));
        Assert.Equal(far.Id, loaded.Offers.Single(o => o.Answer == OfferAnswer.Open).RiderId);
    }

    [Fact]
    public async Task Passes_a_refusal_on_at_once()
    {
        var near = await _node.RiderAsync("Near", 0.3);
        var far = await _node.RiderAsync("Far", 2);
        var delivery = await _node.RequestAsync();
        await _node.DispatchAsync();

        var offer = (await _node.LoadAsync(delivery.Id)).Offers[0];
        await _node.UseAsync<AnswerOfferHandler, bool>(async h => (await h.DeclineAsync(near.Id, offer.Id, CancellationToken.None)).IsSuccess);
        await _node.DispatchAsync();

        Assert.Equal(far.Id, (await _node.LoadAsync(delivery.Id)).Offers.Single(o => o.Answer == OfferAnswer.Open).RiderId);
    }

    [Fact]
    public async Task Asks_again_after_a_pause_when_all_have_refused()
    {
        var rider = await _node.RiderAsync("Only");
        var delivery = await _node.RequestAsync();
        await _node.DispatchAsync();
        await _node.UseAsync<AnswerOfferHandler, bool>(async h => (await h.DeclineAsync(rider.Id, (await _node.LoadAsync(delivery.Id)).Offers[0].Id, CancellationToken.None)).IsSuccess);

        await _node.DispatchAsync();
        _node.Clock.Advance(TimeSpan.FromSeconds(30));
        await _node.DispatchAsync();
        Assert.Single((await _node.LoadAsync(delivery.Id)).Offers);

        _node.Clock.Advance(Delivery.PauseBetweenRounds);
        await _node.DispatchAsync();
        Assert.Equal([1, 2], (await _node.LoadAsync(delivery.Id)).Offers.OrderBy(o => o.MadeAt).Select(o => o.Round));
    }

    [Fact]
    public async Task Asks_nobody_who_is_offline_silent_busy_or_asked_already()
    {
        await _node.RiderAsync("Offline", isOnline: false);
        var silent = await _node.RiderAsync("Silent");
        _node.Clock.Advance(DispatchDeliveriesHandler.FreshPosition + TimeSpan.FromSeconds(1));
        var busy = await _node.RiderAsync("Busy");
        var taken = await _node.RequestAsync();
        await _node.DispatchAsync();
        await _node.AcceptAsync(busy, (await _node.LoadAsync(taken.Id)).Offers[0]);
        var asked = await _node.RiderAsync("Asked");
        var other = await _node.RequestAsync();
        await _node.DispatchAsync();
        Assert.Equal(asked.Id, Assert.Single((await _node.LoadAsync(other.Id)).Offers).RiderId);

        var delivery = await _node.RequestAsync();
        await _node.DispatchAsync();
        Assert.Empty((await _node.LoadAsync(delivery.Id)).Offers);

        await _node.SeeAsync(silent);
        _node.Clock.Advance(TimeSpan.FromSeconds(6));
        await _node.DispatchAsync();
        Assert.Equal(silent.Id, Assert.Single((await _node.LoadAsync(delivery.Id)).Offers).RiderId);
    }

    [Fact]
    public async Task Several_nodes_share_the_work_without_asking_a_rider_twice()
    {
        for (var i = 0; i < 12; i++)
        {
            await _node.RiderAsync($"Rider {i}", 0.1 * i);
        }

        var deliveries = new List<Delivery>();
        for (var i = 0; i < 12; i++)
        {
            deliveries.Add(await _node.RequestAsync());
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            for (var steps = 0; steps < 40; steps++)
            {
                try
                {
                    if (!await _node.UseAsync<DispatchDeliveriesHandler, bool>(h => h.HandleAsync(CancellationToken.None)))
                    {
                        return;
                    }
                }
                catch (Microsoft.EntityFrameworkCore.DbUpdateException raced)
                {
                    Assert.True(await _node.UseAsync<IDeliveryStore, bool>(s => Task.FromResult(s.IsRiderTaken(raced))), raced.InnerException?.Message);
                }
            }
        }));
        await _node.DispatchAsync();

        var loaded = await Task.WhenAll(deliveries.Select(d => _node.LoadAsync(d.Id)));
        Assert.All(loaded, d => Assert.Equal(DeliveryState.Offered, d.State));
        Assert.Equal(12, loaded.Select(d => Assert.Single(d.Offers).RiderId).Distinct().Count());
    }
}
