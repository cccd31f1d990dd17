using System.Text.Json;
using Marketplace.Application.Deliveries;
using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Application.Settings;
using Marketplace.Contracts.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Deliveries.Shifts;

/// <summary>What the clock does where riders work in shifts, and where they do not.</summary>
public sealed class KeepShiftTimesTests : IAsyncLifetime
{
    private DispatchNode _node = null!;

    public async Task InitializeAsync() => _node = await DispatchNode.StartAsync();

    public async Task DisposeAsync()
    {
        await _node.AuditAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Offers_go_only_to_riders_in_a_shift_that_goes_on()
    {
        await WorkInShiftsAsync();
        var off = await _node.RiderAsync("Near, no shift", 0.2);
        var early = await _node.RiderAsync("Near, later shift", 0.3);
        var on = await _node.RiderAsync("Far, in a shift", 2);
        await PlanAsync(TimeSpan.FromMinutes(10), early);
        await PlanAsync(TimeSpan.FromSeconds(1), on);
        _node.Clock.Advance(TimeSpan.FromSeconds(2));
        var delivery = await _node.RequestAsync();

        await _node.DispatchAsync();

        Assert.Equal(on.Id, Assert.Single((await _node.LoadAsync(delivery.Id)).Offers).RiderId);
        Assert.True(off.IsOnline);
    }

    [Fact]
    public async Task Without_the_setting_whoever_is_online_is_asked()
    {
        var off = await _node.RiderAsync("Near, no shift", 0.2);
        await PlanAsync(TimeSpan.FromSeconds(1), await _node.RiderAsync("Far, in a shift", 2));
        _node.Clock.Advance(TimeSpan.FromSeconds(2));
        var delivery = await _node.RequestAsync();

        await _node.DispatchAsync();

        Assert.Equal(off.Id, Assert.Single((await _node.LoadAsync(delivery.Id)).Offers).RiderId);
        await EndAsync();
        Assert.True(await IsOnlineAsync(off));
        Assert.True((await SetOnlineAsync(await _node.RiderAsync("Comes", isOnline: false))).IsSuccess);
    }

    [Fact]
    public async Task A_waitlist_is_no_shift()
    {
        await WorkInShiftsAsync();
        var (inPlace, waiting) = (await _node.RiderAsync("In", 2), await _node.RiderAsync("Waits", 0.2));
        var shift = Shift.Plan(new(_node.Clock.GetUtcNow().AddSeconds(1), _node.Clock.GetUtcNow().AddHours(4)), 1, null, true, _node.Clock.GetUtcNow()).Value!;
        shift.Take(inPlace, [], _node.Clock.GetUtcNow());
        shift.Wait(waiting, [], _node.Clock.GetUtcNow());
        await _node.SaveAsync(shift);
        _node.Clock.Advance(TimeSpan.FromSeconds(2));
        var delivery = await _node.RequestAsync();

        await _node.DispatchAsync();

        Assert.Equal(inPlace.Id, Assert.Single((await _node.LoadAsync(delivery.Id)).Offers).RiderId);
        Assert.Equal("rider.no_shift", (await SetOnlineAsync(await _node.RiderAsync("Comes", isOnline: false))).Error?.Code);
    }

    [Fact]
    public async Task When_it_ends_the_idle_go_offline_and_who_carries_finishes_first()
    {
        await WorkInShiftsAsync();
        var (idle, busy) = (await _node.RiderAsync("Idle", 3), await _node.RiderAsync("Busy", 0.2));
        await PlanAsync(TimeSpan.FromSeconds(1), idle, busy);
        _node.Clock.Advance(TimeSpan.FromSeconds(2));
        var delivery = await _node.RequestAsync();
        await _node.DispatchAsync();
        Assert.True((await _node.AcceptAsync(busy, (await _node.LoadAsync(delivery.Id)).Offers[0])).IsSuccess);
        await EndAsync();
        Assert.True(await IsOnlineAsync(idle)); // it goes on

        _node.Clock.Advance(TimeSpan.FromHours(4));
        await EndAsync();

        Assert.False(await IsOnlineAsync(idle));
        Assert.True(await IsOnlineAsync(busy));
        Assert.True((await RideAsync(busy, delivery.Id)).IsSuccess);
        await EndAsync();
        Assert.False(await IsOnlineAsync(busy));
    }

    [Fact]
    public async Task Reminds_before_and_asks_who_is_offline_when_it_has_begun()
    {
        var (there, away) = (await _node.RiderAsync("There"), await _node.RiderAsync("Away", isOnline: false));
        await PlanAsync(TimeSpan.FromHours(2), there, away);
        await RemindAsync();
        Assert.Empty(await RemindedAsync());

        _node.Clock.Advance(TimeSpan.FromMinutes(91));
        await RemindAsync();
        await RemindAsync();
        Assert.Equal(2, (await RemindedAsync()).Count(r => !r.HasBegun));

        _node.Clock.Advance(TimeSpan.FromMinutes(30));
        await RemindAsync();
        await RemindAsync();
        Assert.Equal(away.Id, Assert.Single(await RemindedAsync(), r => r.HasBegun).RiderId);
    }

    private Task<bool> WorkInShiftsAsync() => _node.UseAsync<ChangeSettingsHandler, bool>(async h =>
    {
        Assert.True((await h.HandleAsync(await h.ShowAsync(CancellationToken.None) with { RidersWorkInShifts = true }, CancellationToken.None)).IsSuccess);
        return true;
    });

    private async Task PlanAsync(TimeSpan startsIn, params Rider[] riders)
    {
        var now = _node.Clock.GetUtcNow();
        var shift = Shift.Plan(new(now + startsIn, now + startsIn + TimeSpan.FromHours(4)), riders.Length, null, isPublished: true, now).Value!;
        foreach (var rider in riders)
        {
            Assert.True(shift.Take(rider, [], now).IsSuccess);
        }

        await _node.SaveAsync(shift);
    }

    private Task<Result<Done>> SetOnlineAsync(Rider rider) =>
        _node.UseAsync<ShareWhereaboutsHandler, Result<Done>>(h => h.SetOnlineAsync(rider.Id, new SetOnlineRequest(true, null), CancellationToken.None));

    private Task<bool> EndAsync() => KeepAsync(h => h.EndAsync(CancellationToken.None));

    private Task<bool> RemindAsync() => KeepAsync(h => h.RemindAsync(CancellationToken.None));

    private Task<bool> KeepAsync(Func<KeepShiftTimesHandler, Task> keep) => _node.UseAsync<KeepShiftTimesHandler, bool>(async h =>
    {
        await keep(h);
        return true;
    });

    private Task<bool> IsOnlineAsync(Rider rider) => _node.UseAsync<MarketplaceDbContext, bool>(db => db.Set<Rider>().AnyAsync(r => r.Id == rider.Id && r.IsOnline));

    private Task<Result<Done>> RideAsync(Rider rider, DeliveryId id) => _node.UseAsync<RideDeliveryHandler, Result<Done>>(async h =>
    {
        Assert.True((await h.PickUpAsync(rider.Id, id, new("7413"), CancellationToken.None)).IsSuccess);
        Assert.True((await h.StartAsync(rider.Id, id, CancellationToken.None)).IsSuccess);
        return await h.DeliverAsync(rider.Id, id, new("4071", null), CancellationToken.None);
    });

    private Task<List<ShiftReminded>> RemindedAsync() => _node.UseAsync<MarketplaceDbContext, List<ShiftReminded>>(async db =>
        [.. (await db.Set<OutboxMessage>().Where(m => m.Type == typeof(ShiftReminded).FullName).ToListAsync()).Select(m => JsonSerializer.Deserialize<ShiftReminded>(m.Payload, EventTypes.Json)!)]);
}
