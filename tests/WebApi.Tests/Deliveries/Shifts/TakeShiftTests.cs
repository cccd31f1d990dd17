using System.Net;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Notifications;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Tests.Deliveries.Shifts;

[Collection(nameof(MarketplaceApp))]
public sealed class TakeShiftTests(MarketplaceApp app)
{
    /// <summary>What would be looked at when the transaction ends.</summary>
    private const string LookNow = "set constraints all immediate";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private ShiftsClient Planner => new(app.SignedInAs(UserId.New(), "admin"));

    [Fact]
    public async Task A_rider_takes_a_shift_and_gives_it_back_and_the_next_moves_up()
    {
        var shift = await PlannedAsync(places: 1);
        var (asha, ashas) = await PhoneAsync("Asha");
        var (babu, babus) = await PhoneAsync("Babu");

        Assert.True((await ashas.TakeAsync(shift)).IsMine);
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "shift.full", () => babus.TakeAsync(shift));
        Assert.Equal(1, (await babus.WaitAsync(shift)).PlaceInLine);
        Assert.Contains((await ashas.ListAsync()).Mine, s => s.Id == shift && s is { IsMine: true, GiveBackUntil: not null });

        Assert.False((await ashas.GiveBackAsync(shift)).IsMine);

        Assert.Contains((await babus.ListAsync()).Mine, s => s.Id == shift && s is { IsMine: true, PlaceInLine: null });
        Assert.Contains("moved up", Assert.Single(await app.NoticesAsync(babu.UserId, "shift")).Message, StringComparison.Ordinal);
        await app.DrainedAsync();
        Assert.Empty(await app.NoticesNowAsync(asha.UserId, "shift")); // what one did oneself one knows
    }

    [Fact]
    public async Task Nobody_works_two_shifts_at_once_and_an_hour_after_the_other_is_fine()
    {
        var (first, same, next) = (await PlannedAsync(), await PlannedAsync(startsIn: 73), await PlannedAsync(startsIn: 76));
        var (_, phone) = await PhoneAsync("Asha");
        await phone.TakeAsync(first);

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "shift.overlaps", () => phone.TakeAsync(same));
        Assert.Contains((await phone.ListAsync()).Open, s => s.Id == same && s.IsBlocked);
        Assert.True((await phone.TakeAsync(next)).IsMine);
    }

    [Fact]
    public async Task A_draft_is_unknown_to_riders_until_it_is_published()
    {
        var shift = await PlannedAsync(isPublished: false);
        var (_, phone) = await PhoneAsync("Asha");
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.NotFound, "shift.not_found", () => phone.TakeAsync(shift));
        Assert.DoesNotContain((await phone.ListAsync()).Open, s => s.Id == shift);

        Assert.Equal(ShiftStates.Published, (await Planner.PublishAsync(shift)).State);

        Assert.True((await phone.TakeAsync(shift)).IsMine);
    }

    [Fact]
    public async Task The_dispatcher_puts_riders_in_takes_them_off_and_calls_off()
    {
        var shift = await PlannedAsync(places: 1);
        var (rider, phone) = await PhoneAsync("Asha");
        await phone.SaveAvailabilityAsync([]);

        var staffed = await Planner.AssignAsync(shift, rider.Id.Value);
        var seated = Assert.Single(staffed.Riders);
        Assert.Equal((rider.Id.Value, "Asha", false, false), (seated.RiderId, seated.Name, seated.IsWaiting, seated.IsAvailable));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "shift.full", async () => await Planner.AssignAsync(shift, (await PhoneAsync("Babu")).Rider.Id.Value));
        Assert.Empty((await Planner.TakeOffAsync(shift, rider.Id.Value)).Riders);
        await Planner.AssignAsync(shift, rider.Id.Value);
        Assert.Equal(ShiftStates.Cancelled, (await Planner.CancelAsync(shift, "Storm")).State);

        var told = await app.NoticesAsync(rider.UserId, "shift", 4);
        Assert.Contains(told, n => n.Title == "A shift of yours is called off" && n.Message.EndsWith("Storm", StringComparison.Ordinal));
        await RideDeliveryTests.RefusedAsync(HttpStatusCode.Conflict, "shift.cancelled", () => phone.TakeAsync(shift));
    }

    [Fact]
    public async Task The_plan_shows_who_would_work_and_how_many_are_missing_each_hour()
    {
        var day = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(60); // where no other test plans
        var (rider, phone) = await PhoneAsync("Asha");
        await phone.SaveAvailabilityAsync([new(((int)day.DayOfWeek + 6) % 7, new(9, 0), new(15, 0))]);
        var shifts = await Planner.AddAsync(new([day, day.AddDays(1)], new(10, 0), new(12, 0), 2, "Meet at the gate", true));
        Assert.Equal(2, shifts.Count);
        await phone.TakeAsync(shifts[0].Id);
        await phone.TakeAsync(shifts[1].Id);

        var plan = await Planner.PlanAsync(day, 2);

        Assert.Equal([true, false], plan.Shifts.Where(s => shifts.Any(x => x.Id == s.Id)).Select(s => s.Riders[0].IsAvailable));
        Assert.Equal([(2, 1), (2, 1)], plan.Hours.Where(h => h.At < shifts[0].EndsAt && h.At >= shifts[0].StartsAt.AddMinutes(-59)).Take(2).Select(h => (h.Places, h.Taken)));
        Assert.Equal(new TimeOnly(9, 0), Assert.Single(plan.Riders.Single(r => r.Id == rider.Id.Value).Available!).From);
    }

    [Fact]
    public async Task Who_is_switched_off_leaves_their_shifts_to_who_waits()
    {
        var shift = await PlannedAsync(places: 1);
        var (asha, ashas) = await PhoneAsync("Asha");
        var (_, babus) = await PhoneAsync("Babu");
        await ashas.TakeAsync(shift);
        await babus.WaitAsync(shift);

        await app.Dispatch().SaveRiderAsync(asha.Id.Value, null, new("a@example.org", "Asha", "+91 98400 22222", null, IsActive: false));

        await Eventually.GetAsync(() => babus.ListAsync(), l => l.Mine.Any(s => s.Id == shift && s.IsMine));
    }

    [Theory]
    [InlineData("10:00", "14:00", "13:00", "15:00", "availability.overlaps")]
    [InlineData("10:00", "09:00", "13:00", "15:00", "availability.ends_first")]
    public async Task Availability_that_makes_no_sense_is_refused(string from, string to, string nextFrom, string nextTo, string code)
    {
        var (_, phone) = await PhoneAsync("Asha");
        AvailableTimeDto Monday(string a, string b) => new(0, TimeOnly.Parse(a, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(b, System.Globalization.CultureInfo.InvariantCulture));

        await RideDeliveryTests.RefusedAsync(HttpStatusCode.BadRequest, code, () => phone.SaveAvailabilityAsync([Monday(from, to), Monday(nextFrom, nextTo)]));
        Assert.Null((await phone.AvailabilityAsync()).SavedAt);
    }

    [Fact]
    public async Task The_database_itself_gives_the_last_place_once_even_to_two_who_saw_it_free()
    {
        var shift = await PlannedAsync(places: 1);
        var (asha, babu) = ((await PhoneAsync("Asha")).Rider, (await PhoneAsync("Babu")).Rider);
        await using NpgsqlConnection one = new(app.ConnectionString), other = new(app.ConnectionString);
        await one.OpenAsync();
        await other.OpenAsync();
        await using var first = await one.BeginTransactionAsync();
        await using var second = await other.BeginTransactionAsync();
        await SeatAsync(one, shift, asha, "2030-01-01 10:00Z", "2030-01-01 14:00Z");
        await SeatAsync(other, shift, babu, "2030-01-01 10:00Z", "2030-01-01 14:00Z");
        await ExecuteAsync(other, LookNow);
        var late = ExecuteAsync(one, LookNow);
        await WaitingAsync(1, LookNow); // neither sees the other's rider, so only the shift's lock keeps this one from finding room

        await second.CommitAsync();

        Assert.Equal("ck_shift_riders_places", (await Assert.ThrowsAsync<PostgresException>(() => late)).ConstraintName);
        await using var db = app.OpenDb();
        Assert.Equal(babu.Id, (await db.Set<ShiftRider>().SingleAsync(r => EF.Property<ShiftId>(r, "ShiftId") == ShiftId.From(shift))).RiderId);
    }

    [Fact]
    public async Task Of_two_who_take_the_last_place_at_once_one_is_told_that_it_is_gone()
    {
        var shift = await PlannedAsync(places: 1);
        var (asha, babu) = ((await PhoneAsync("Asha")).Phone, (await PhoneAsync("Babu")).Phone);
        await using var lockHolder = new NpgsqlConnection(app.ConnectionString);
        await lockHolder.OpenAsync();
        await using var holding = await lockHolder.BeginTransactionAsync();
        await ExecuteAsync(lockHolder, $"select 1 from deliveries.shifts where id = '{shift}' for update");
        var both = new[] { CaughtAsync(() => asha.TakeAsync(shift)), CaughtAsync(() => babu.TakeAsync(shift)) };
        await WaitingAsync(2, "%deliveries.shifts%for update%"); // both stand before the same lock

        await holding.CommitAsync();

        Assert.Equal([null, "shift.full"], (await Task.WhenAll(both)).Order());
    }

    [Fact]
    public async Task The_database_itself_keeps_a_rider_in_one_shift_at_a_time()
    {
        var (shift, overlapping) = (await PlannedAsync(), await PlannedAsync(startsIn: 74));
        var rider = (await PhoneAsync("Asha")).Rider;
        await using NpgsqlConnection one = new(app.ConnectionString), other = new(app.ConnectionString);
        await one.OpenAsync();
        await other.OpenAsync();
        await using var first = await one.BeginTransactionAsync();
        await using var second = await other.BeginTransactionAsync();
        await SeatAsync(one, shift, rider, "2030-01-01 10:00Z", "2030-01-01 14:00Z");
        var waits = SeatAsync(other, overlapping, rider, "2030-01-01 12:00Z", "2030-01-01 16:00Z");

        await first.CommitAsync();

        Assert.Equal("ex_shift_riders_rider_id_time", (await Assert.ThrowsAsync<PostgresException>(() => waits)).ConstraintName);
    }

    private async Task<Guid> PlannedAsync(int places = 3, double startsIn = 72, bool isPublished = true)
    {
        var shift = Shift.Plan(new(Now.AddHours(startsIn), Now.AddHours(startsIn + 4)), places, null, isPublished, Now).Value!;
        await app.SaveAsync(shift);
        return shift.Id.Value;
    }

    private async Task<(Rider Rider, RiderShiftsClient Phone)> PhoneAsync(string name)
    {
        var (rider, _) = await app.RiderAsync(name, isOnline: false);
        return (rider, new(app.SignedInAs(rider.UserId)));
    }

    private static Task SeatAsync(NpgsqlConnection connection, Guid shift, Rider rider, string from, string until) => ExecuteAsync(
        connection, $"insert into deliveries.shift_riders (id, shift_id, rider_id, starts_at, ends_at, is_waiting, since) values (gen_random_uuid(), '{shift}', '{rider.Id.Value}', '{from}', '{until}', false, now())");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task WaitingAsync(int count, string query) => await Eventually.GetAsync(async () =>
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1", connection) { Parameters = { new() { Value = query } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }, waiting => waiting >= count);

    private static async Task<string?> CaughtAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (ApiException refused)
        {
            return refused.Code;
        }
    }
}
