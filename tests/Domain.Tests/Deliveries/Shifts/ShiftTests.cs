using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Deliveries.Shifts;

public sealed class ShiftTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Notice = TimeSpan.FromHours(12);
    private static readonly WorkingTime Tomorrow = new(Now.AddHours(24), Now.AddHours(28));
    private static readonly IReadOnlySet<RiderId> Nobody = new HashSet<RiderId>();
    private readonly Rider _asha = NewRider();
    private readonly Rider _babu = NewRider();
    private readonly Rider _ming = NewRider();

    [Theory]
    [InlineData(1, 4, null)]
    [InlineData(0, 4, "shift.in_past")]
    [InlineData(-2, 4, "shift.in_past")]
    [InlineData(1, 0.4, "shift.wrong_length")]
    [InlineData(1, 14.5, "shift.wrong_length")]
    [InlineData(24 * 93, 4, "shift.too_far_ahead")]
    public void Is_planned_for_a_time_that_can_be_worked(double startsIn, double hours, string? expected)
    {
        var from = Now.AddHours(startsIn);

        Assert.Equal(expected, Shift.Plan(new(from, from.AddHours(hours)), 2, null, isPublished: false, Now).Error?.Code);
    }

    [Fact]
    public void A_draft_is_not_to_be_taken()
    {
        var shift = Shift.Plan(Tomorrow, 1, null, isPublished: false, Now).Value!;

        Assert.Equal("shift.not_published", shift.Take(_asha, [], Now).Error?.Code);
        Assert.Equal("shift.not_published", shift.Assign(_asha, [], Now).Error?.Code);

        Assert.True(shift.Publish(Now).IsSuccess);
        Assert.True(shift.Take(_asha, [], Now).IsSuccess);
    }

    [Fact]
    public void The_last_place_is_given_once_and_who_comes_later_may_wait()
    {
        var shift = Planned(places: 1);
        Assert.Equal("shift.not_full", shift.Wait(_asha, [], Now).Error?.Code);
        Assert.True(shift.Take(_asha, [], Now).IsSuccess);

        Assert.Equal("shift.full", shift.Take(_babu, [], Now).Error?.Code);
        Assert.True(shift.Wait(_babu, [], Now).IsSuccess);

        Assert.Equal(1, shift.Taken);
        Assert.Equal([(_asha.Id, false), (_babu.Id, true)], shift.Riders.Select(r => (r.RiderId, r.IsWaiting)));
    }

    [Fact]
    public void Saying_it_twice_changes_nothing()
    {
        var shift = Planned(places: 1);
        shift.Take(_asha, [], Now);
        shift.Wait(_babu, [], Now);
        var before = shift.Revision;

        Assert.True(shift.Take(_asha, [], Now).IsSuccess);
        Assert.True(shift.Wait(_asha, [], Now).IsSuccess);
        Assert.True(shift.Wait(_babu, [], Now).IsSuccess);
        Assert.True(shift.GiveBack(_ming.Id, Nobody, Notice, Now).IsSuccess);

        Assert.Equal(before, shift.Revision);
    }

    [Fact]
    public void Nobody_works_two_shifts_at_once()
    {
        var shift = Planned(places: 5);
        WorkingTime[] overlapping = [new(Tomorrow.Until.AddMinutes(-1), Tomorrow.Until.AddHours(1))];
        WorkingTime[] following = [new(Tomorrow.Until, Tomorrow.Until.AddHours(1)), new(Tomorrow.From.AddHours(-1), Tomorrow.From)];

        Assert.Equal("shift.overlaps", shift.Take(_asha, overlapping, Now).Error?.Code);
        Assert.Equal("shift.overlaps", shift.Assign(_asha, overlapping, Now).Error?.Code);
        Assert.True(shift.Take(_asha, following, Now).IsSuccess);
    }

    [Fact]
    public void Who_may_not_ride_takes_none()
    {
        var shift = Planned(places: 1);
        var gone = NewRider(isActive: false);

        Assert.Equal("rider.not_a_rider", shift.Take(gone, [], Now).Error?.Code);
        Assert.Equal("shift.rider_switched_off", shift.Assign(gone, [], Now).Error?.Code);
    }

    [Fact]
    public void The_first_of_the_waitlist_who_can_moves_up()
    {
        var shift = Planned(places: 1);
        shift.Take(_asha, [], Now);
        shift.Wait(_babu, [], Now.AddMinutes(1));
        shift.Wait(_ming, [], Now.AddMinutes(2));

        Assert.True(shift.GiveBack(_asha.Id, new HashSet<RiderId> { _babu.Id }, Notice, Now.AddMinutes(3)).IsSuccess);

        Assert.Equal([_ming.Id], shift.Riders.Where(r => !r.IsWaiting).Select(r => r.RiderId));
        Assert.Equal([_babu.Id], shift.Riders.Where(r => r.IsWaiting).Select(r => r.RiderId));
        Assert.Equal(ShiftEntry.MovedUp, shift.TakeEvents().OfType<ShiftTaken>().Last().How);
    }

    [Fact]
    public void More_places_are_for_those_who_wait_and_fewer_put_nobody_out()
    {
        var shift = Planned(places: 1);
        shift.Take(_asha, [], Now);
        shift.Wait(_babu, [], Now);
        shift.Wait(_ming, [], Now.AddMinutes(1));

        Assert.True(shift.ChangePlaces(2, Nobody, Notice, Now).IsSuccess);

        Assert.Equal([_asha.Id, _babu.Id], shift.Riders.Where(r => !r.IsWaiting).Select(r => r.RiderId));
        Assert.Equal("shift.places_taken", shift.ChangePlaces(1, Nobody, Notice, Now).Error?.Code);
    }

    [Theory]
    [InlineData(12, 12, true)]
    [InlineData(11.99, 12, false)]
    [InlineData(0.1, 0, true)]
    [InlineData(0, 0, false)]
    public void Is_given_back_in_time_or_not_at_all(double hoursBefore, double notice, bool isInTime)
    {
        var shift = Planned(places: 1);
        shift.Take(_asha, [], Now);

        var given = shift.GiveBack(_asha.Id, Nobody, TimeSpan.FromHours(notice), Tomorrow.From.AddHours(-hoursBefore));

        Assert.Equal(isInTime ? null : "shift.too_late_to_give_back", given.Error?.Code);
        Assert.Equal(isInTime ? 0 : 1, shift.Taken);
    }

    [Fact]
    public void Nobody_moves_into_what_they_could_not_give_back_but_may_take_it()
    {
        var shift = Planned(places: 1);
        shift.Take(_asha, [], Now);
        shift.Wait(_babu, [], Now);
        var late = Tomorrow.From.AddHours(-1);

        Assert.True(shift.TakeOff(_asha.Id, ShiftExit.TakenOff, Nobody, Notice, late).IsSuccess);
        Assert.Equal(0, shift.Taken);
        Assert.True(shift.GiveBack(_babu.Id, Nobody, Notice, late).IsSuccess); // waiting ends at any time
        Assert.True(shift.Take(_babu, [], late).IsSuccess);
    }

    [Fact]
    public void What_is_called_off_is_told_to_all_and_taken_by_nobody()
    {
        var shift = Planned(places: 1);
        shift.Take(_asha, [], Now);
        shift.Wait(_babu, [], Now);
        shift.TakeEvents();

        Assert.True(shift.Cancel("Storm", Now).IsSuccess);

        Assert.Equal(
            [(_asha.Id, false, ShiftExit.Cancelled, "Storm"), (_babu.Id, true, ShiftExit.Cancelled, "Storm")],
            shift.TakeEvents().OfType<ShiftLeft>().Select(l => (l.RiderId, l.WasWaiting, l.Why, l.Reason)));
        Assert.Equal("shift.cancelled", shift.Take(_asha, [], Now).Error?.Code);
        Assert.Empty(shift.Riders);
    }

    [Fact]
    public void What_is_over_stays_as_it_was()
    {
        var shift = Planned(places: 2);
        shift.Take(_asha, [], Now);

        Assert.Equal("shift.over", shift.Take(_babu, [], Tomorrow.Until).Error?.Code);
        Assert.Equal("shift.over", shift.Cancel("Late", Tomorrow.Until).Error?.Code);
        Assert.Equal("shift.over", shift.TakeOff(_asha.Id, ShiftExit.TakenOff, Nobody, Notice, Tomorrow.Until).Error?.Code);
        Assert.True(shift.Take(_babu, [], Tomorrow.Until.AddMinutes(-1)).IsSuccess); // one may join late
    }

    [Fact]
    public void Reminds_once_before_and_asks_once_who_is_not_there()
    {
        var shift = Planned(places: 2);
        shift.Take(_asha, [], Now);
        shift.Take(_babu, [], Now);
        shift.Remind(Nobody, Tomorrow.From - Shift.ReminderAhead - TimeSpan.FromSeconds(1));
        Assert.Empty(shift.TakeEvents().OfType<ShiftReminded>());

        shift.Remind(Nobody, Tomorrow.From - Shift.ReminderAhead);
        shift.Remind(Nobody, Tomorrow.From - TimeSpan.FromMinutes(1));
        Assert.Equal([(_asha.Id, false), (_babu.Id, false)], shift.TakeEvents().OfType<ShiftReminded>().Select(r => (r.RiderId, r.HasBegun)));

        shift.Remind(new HashSet<RiderId> { _asha.Id }, Tomorrow.From);
        shift.Remind(Nobody, Tomorrow.From.AddMinutes(30)); // who went home early is not called back
        Assert.Equal([(_babu.Id, true)], shift.TakeEvents().OfType<ShiftReminded>().Select(r => (r.RiderId, r.HasBegun)));
    }

    [Theory]
    [InlineData(-16, false)]
    [InlineData(-15, true)]
    [InlineData(0, true)]
    [InlineData(239, true)]
    [InlineData(240, false)]
    public void Lets_riders_online_shortly_before_and_until_the_end(int minutes, bool expected)
    {
        var online = _asha.GoOnline([Tomorrow], Tomorrow.From.AddMinutes(minutes));

        Assert.Equal(expected ? null : "rider.no_shift", online.Error?.Code);
        Assert.Equal(expected, _asha.IsOnline);
    }

    private static Shift Planned(int places) => Shift.Plan(Tomorrow, places, null, isPublished: true, Now).Value!;

    private static Rider NewRider(bool isActive = true) => Rider.Register(UserId.New(), "Asha", "1", null, isActive, Now);
}
