using System.Diagnostics;
using Marketplace.Application.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Deliveries;

public sealed class AcceptOfferTests : IAsyncLifetime
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(45);
    private DispatchNode _node = null!;

    public async Task InitializeAsync() => _node = await DispatchNode.StartAsync();

    public async Task DisposeAsync()
    {
        await _node.AuditAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task The_second_of_two_who_overlap_is_told_that_it_is_taken()
    {
        var (asha, ravi) = (await _node.RiderAsync("Asha"), await _node.RiderAsync("Ravi"));
        var delivery = await OfferAsync(asha, ravi);
        var (first, second) = (delivery.Offers.Single(o => o.RiderId == asha.Id), delivery.Offers.Single(o => o.RiderId == ravi.Id));

        // Asha's claim is made and not yet committed when Ravi's begins.
        var late = await _node.UseAsync<MarketplaceDbContext, Task<Result<DeliveryId>>>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var claimed = await db.Database.ExecuteSqlAsync($"update deliveries.deliveries set rider_id = {asha.Id.Value} where id = {delivery.Id.Value} and state = 'Offered' and rider_id is null");
            Assert.Equal(1, claimed);
            var waiting = _node.AcceptAsync(ravi, second);
            await Task.Delay(300);
            Assert.False(waiting.IsCompleted);

            var loaded = await db.Set<Delivery>().SingleAsync(d => d.Id == delivery.Id);
            Assert.True(loaded.Accept(first.Id, _node.Clock.GetUtcNow()).IsSuccess);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return waiting;
        });

        Assert.Equal("offer.taken", (await late).Error?.Code);
        Assert.Equal(asha.Id, (await _node.LoadAsync(delivery.Id)).RiderId);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task One_of_fifty_gets_it_however_often_it_is_tried()
    {
        var riders = new List<Rider>();
        for (var i = 0; i < 50; i++)
        {
            riders.Add(await _node.RiderAsync($"Rider {i:00}"));
        }

        for (var round = 0; round < Repeats.Of(named: 100, usual: 5); round++)
        {
            var delivery = await OfferAsync([.. riders]);
            var slowest = TimeSpan.Zero;
            var answers = await Task.WhenAll(riders.Select(async rider =>
            {
                var watch = Stopwatch.StartNew();
                var answer = await _node.AcceptAsync(rider, delivery.Offers.Single(o => o.RiderId == rider.Id));
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                return answer;
            }));

            Assert.Single(answers, a => a.IsSuccess);
            Assert.All(answers.Where(a => !a.IsSuccess), a => Assert.Equal((ErrorKind.Conflict, "offer.taken"), (a.Error!.Kind, a.Error.Code)));
            var loaded = await _node.LoadAsync(delivery.Id);
            Assert.Equal((DeliveryState.Assigned, 1), (loaded.State, loaded.Offers.Count(o => o.Answer == OfferAnswer.Accepted)));
            Assert.Equal(loaded.RiderId, loaded.Offers.Single(o => o.Answer == OfferAnswer.Accepted).RiderId);
            Assert.DoesNotContain(loaded.Offers, o => o.Answer == OfferAnswer.Open);
            Assert.True(slowest < TimeSpan.FromSeconds(10), $"{slowest}");

            await FinishAsync(loaded);
        }
    }

    [Fact, Trait("Category", "Storm")]
    public async Task A_rider_who_accepts_two_at_once_gets_one()
    {
        var rider = await _node.RiderAsync("Asha");
        for (var round = 0; round < Repeats.Of(named: 1000, usual: 10); round++)
        {
            var first = await OfferAsync(rider);
            var second = await _node.RequestAsync();
            var assigning = _node.UseAsync<AssignDeliveryHandler, Result<Done>>(h => h.HandleAsync(new(second.Id, rider.Id, "Dev"), CancellationToken.None));
            var accepting = _node.AcceptAsync(rider, first.Offers[0]);

            var results = new[] { (await assigning).Error?.Code, (await accepting).Error?.Code };

            Assert.Single(results, code => code is null);
            Assert.Single(results, code => code is "rider.busy");
            await FinishAsync(await _node.LoadAsync(results[0] is null ? second.Id : first.Id));
            await CancelAsync(results[0] is null ? first.Id : second.Id);
        }
    }

    [Fact]
    public async Task Accepting_again_answers_the_same()
    {
        var rider = await _node.RiderAsync("Asha");
        var delivery = await OfferAsync(rider);

        Assert.True((await _node.AcceptAsync(rider, delivery.Offers[0])).IsSuccess);
        Assert.Equal(delivery.Id, (await _node.AcceptAsync(rider, delivery.Offers[0])).Value);
        Assert.Single((await _node.LoadAsync(delivery.Id)).Steps, s => s.State == DeliveryState.Assigned);
    }

    [Fact]
    public async Task Too_late_taken_back_and_somebody_elses_are_told_apart()
    {
        var (asha, ravi) = (await _node.RiderAsync("Asha"), await _node.RiderAsync("Ravi"));
        var delivery = await OfferAsync(asha);

        Assert.Equal("offer.not_found", (await _node.AcceptAsync(ravi, delivery.Offers[0])).Error?.Code);
        _node.Clock.Advance(Time);
        Assert.Equal("offer.over", (await _node.AcceptAsync(asha, delivery.Offers[0])).Error?.Code);
        await CancelAsync(delivery.Id);
        Assert.Equal("offer.withdrawn", (await _node.AcceptAsync(asha, delivery.Offers[0])).Error?.Code);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Acceptance_time_out_dispatcher_and_cancellation_at_once_leave_one_truth()
    {
        var (asha, ravi) = (await _node.RiderAsync("Asha"), await _node.RiderAsync("Ravi"));
        for (var round = 0; round < Repeats.Of(named: 1000, usual: 12); round++)
        {
            var delivery = await OfferAsync(asha);
            await Task.WhenAll(
                _node.AcceptAsync(asha, delivery.Offers[0]),
                _node.UseAsync<AssignDeliveryHandler, Result<Done>>(h => h.HandleAsync(new(delivery.Id, ravi.Id, "Dev"), CancellationToken.None)),
                CancelAsync(delivery.Id),
                _node.UseAsync<AnswerOfferHandler, Result<Done>>(h => h.DeclineAsync(asha.Id, delivery.Offers[0].Id, CancellationToken.None)));

            var loaded = await _node.LoadAsync(delivery.Id);
            Assert.True(loaded.Offers.Count(o => o.Answer == OfferAnswer.Accepted) <= 1);
            Assert.DoesNotContain(loaded.Offers, o => o.Answer == OfferAnswer.Open);
            Assert.Equal(DeliveryState.Cancelled, loaded.State); // whoever came first: nobody had picked it up
        }
    }

    private async Task<Delivery> OfferAsync(params Rider[] riders)
    {
        var delivery = SampleDeliveries.Request(_node.Clock.GetUtcNow());
        delivery.OfferTo([.. riders.Select(r => new Candidate(r.Id, r.UserId, r.Name, 500))], Time, _node.Clock.GetUtcNow());
        await _node.SaveAsync(delivery);
        return delivery;
    }

    private Task<bool> CancelAsync(DeliveryId id) => _node.UseAsync<CancelDelivery, bool>(async reaction =>
    {
        var delivery = await _node.LoadAsync(id);
        await reaction.HandleAsync(
            new(delivery.VendorOrderId, delivery.OrderId, delivery.VendorId, delivery.Number, Domain.Orders.CancelCause.Customer, "Changed my mind", new(1, "INR"), _node.Clock.GetUtcNow()), CancellationToken.None);
        return true;
    });

    private Task<bool> FinishAsync(Delivery delivery) => _node.UseAsync<RideDeliveryHandler, bool>(async ride =>
    {
        var rider = delivery.RiderId!.Value;
        Assert.True((await ride.PickUpAsync(rider, delivery.Id, new("7413"), CancellationToken.None)).IsSuccess);
        Assert.True((await ride.StartAsync(rider, delivery.Id, CancellationToken.None)).IsSuccess);
        var delivered = await ride.DeliverAsync(rider, delivery.Id, new("4071", null), CancellationToken.None);
        Assert.True(delivered.IsSuccess, delivered.Error?.Message);
        return true;
    });
}
