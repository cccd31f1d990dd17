using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Deliveries;

/// <summary>A DRAFT is seen by dispatchers only; PUBLISHED ones are seen and taken by riders; CANCELLED ones do not take place.</summary>
public static class ShiftStates
{
    /// <summary>Only dispatchers see it.</summary>
    public const string Draft = "DRAFT";

    /// <summary>Riders see it, and take places in it.</summary>
    public const string Published = "PUBLISHED";

    /// <summary>Called off for a reason.</summary>
    public const string Cancelled = "CANCELLED";
}

/// <param name="IsAvailable">Whether they said that they would work then; null for who said nothing yet.</param>
/// <param name="IsWaiting">On the waitlist, and not in a place.</param>
public sealed record ShiftRiderItem(Guid RiderId, string Name, bool IsWaiting, DateTimeOffset Since, bool? IsAvailable);

/// <summary>A shift as the dispatcher sees it. Riders in places come first, then the waitlist in its order.</summary>
/// <param name="State">Of <see cref="ShiftStates"/>.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Places">How many riders it is for.</param>
/// <param name="Taken">How many places riders have taken.</param>
/// <param name="Note">What riders should know of it; null when there is nothing.</param>
/// <param name="Riders">Those in places, then those who wait, in their order.</param>
public sealed record ShiftItem(
    Guid Id, int Revision, string State, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Places, int Taken, string? Note, IReadOnlyList<ShiftRiderItem> Riders) : IRevised;

/// <summary>How many riders one hour of published shifts has places for, and how many of these are taken.</summary>
/// <param name="Places">How many riders are wanted in this hour.</param>
/// <param name="Taken">How many of these places are taken.</param>
public sealed record ShiftHour(DateTimeOffset At, int Places, int Taken);

/// <summary>A rider who could work, with the times of each week at which they would. Null when they said nothing yet.</summary>
/// <param name="Available">The times of each week; null when they said nothing yet.</param>
public sealed record PlannedRider(Guid Id, string Name, IReadOnlyList<AvailableTimeDto>? Available);

/// <param name="Hours">Only those in which somebody is needed.</param>
/// <param name="From">The first day.</param>
/// <param name="Days">How many days it shows.</param>
/// <param name="Shifts">All that begin in these days.</param>
/// <param name="Riders">Who could work.</param>
/// <param name="RidersWorkInShifts">Offers go only to riders in a shift of theirs.</param>
/// <param name="NoticeHours">A shift is given back at the latest this long before it begins.</param>
public sealed record ShiftPlan(
    DateOnly From, int Days, IReadOnlyList<ShiftItem> Shifts, IReadOnlyList<PlannedRider> Riders, IReadOnlyList<ShiftHour> Hours, bool RidersWorkInShifts, int NoticeHours);

/// <summary>One shift for each day, in the store's time zone.</summary>
/// <param name="To">On the day after when it is not later than <c>From</c>.</param>
/// <param name="IsPublished">Whether riders see it at once.</param>
/// <param name="Days">One shift for each of them.</param>
/// <param name="From">When it begins, in the town's time.</param>
/// <param name="Places">How many riders it is for.</param>
/// <param name="Note">What riders should know of it.</param>
public sealed record PlanShiftsRequest(IReadOnlyList<DateOnly> Days, TimeOnly From, TimeOnly To, int Places, string? Note, bool IsPublished);

/// <param name="Places">How many riders it is for from now on.</param>
public sealed record ChangePlacesRequest(int Places);

/// <param name="Reason">Riders who had a place read it.</param>
public sealed record CancelShiftRequest(string Reason);

/// <summary>Planning shifts, for the dispatcher.</summary>
public sealed class ShiftsClient(HttpClient http)
{
    private const string Root = "api/v1/admin/shifts";

    /// <param name="from">Today when it is not given.</param>
    /// <param name="days">1 to 14; a week when it is not given.</param>
    public Task<ShiftPlan> PlanAsync(DateOnly? from = null, int? days = null, CancellationToken ct = default) =>
        http.GetAsync<ShiftPlan>(Root + ApiHttp.Query(("from", from), ("days", days)), ct);

    public Task<IReadOnlyList<ShiftItem>> AddAsync(PlanShiftsRequest request, CancellationToken ct = default) => http.PostAsync<IReadOnlyList<ShiftItem>>(Root, request, ct);
    public Task<ShiftItem> PublishAsync(Guid shiftId, CancellationToken ct = default) => http.PostAsync<ShiftItem>($"{Root}/{shiftId}/publish", null, ct);
    public Task<ShiftItem> CancelAsync(Guid shiftId, string reason, CancellationToken ct = default) => http.PostAsync<ShiftItem>($"{Root}/{shiftId}/cancel", new CancelShiftRequest(reason), ct);
    public Task<ShiftItem> ChangePlacesAsync(Guid shiftId, int places, CancellationToken ct = default) => http.PutAsync<ShiftItem>($"{Root}/{shiftId}/places", new ChangePlacesRequest(places), ct);
    public Task<ShiftItem> AssignAsync(Guid shiftId, Guid riderId, CancellationToken ct = default) => http.PutAsync<ShiftItem>($"{Root}/{shiftId}/riders/{riderId}", null, ct);
    public Task<ShiftItem> TakeOffAsync(Guid shiftId, Guid riderId, CancellationToken ct = default) => http.DeleteAsync<ShiftItem>($"{Root}/{shiftId}/riders/{riderId}", ct);
}

/// <summary>A shift as a rider sees it: how many ride, and not who.</summary>
/// <param name="IsMine">The rider has a place.</param>
/// <param name="PlaceInLine">1 for who moves up next; null for who does not wait.</param>
/// <param name="GiveBackUntil">Null when it cannot be given back any more, or is not the rider's.</param>
/// <param name="IsBlocked">The rider works another shift at this time.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Places">How many riders it is for.</param>
/// <param name="Taken">How many places riders have taken.</param>
/// <param name="Note">What riders should know of it; null when there is nothing.</param>
public sealed record RiderShift(
    Guid Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Places, int Taken, string? Note, bool IsMine, int? PlaceInLine, DateTimeOffset? GiveBackUntil, bool IsBlocked);

/// <param name="Mine">With a place, or on the waitlist.</param>
/// <param name="Open">All others of the next four weeks.</param>
/// <param name="RidersWorkInShifts">Offers go only to riders in a shift of theirs.</param>
/// <param name="NoticeHours">A shift is given back at the latest this long before it begins.</param>
public sealed record RiderShifts(IReadOnlyList<RiderShift> Mine, IReadOnlyList<RiderShift> Open, bool RidersWorkInShifts, int NoticeHours);

/// <summary>The rider's shift that goes on, or comes next.</summary>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends.</param>
public sealed record RiderShiftTime(Guid Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <param name="Day">0 is Monday.</param>
/// <param name="To">Midnight at the end of the day when it is 00:00.</param>
/// <param name="From">When the time begins, in the town's time.</param>
public sealed record AvailableTimeDto(int Day, TimeOnly From, TimeOnly To);

/// <param name="SavedAt">Null as long as nothing was said.</param>
/// <param name="Times">The times of each week; none while nothing was said.</param>
public sealed record RiderAvailability(IReadOnlyList<AvailableTimeDto> Times, DateTimeOffset? SavedAt);

/// <param name="Times">The times of each week; they may not overlap.</param>
public sealed record SaveAvailabilityRequest(IReadOnlyList<AvailableTimeDto> Times);

/// <summary>A rider's own working time.</summary>
public sealed class RiderShiftsClient(HttpClient http)
{
    private const string Root = "api/v1/rider";

    public Task<RiderShifts> ListAsync(CancellationToken ct = default) => http.GetAsync<RiderShifts>($"{Root}/shifts", ct);
    public Task<RiderShift> TakeAsync(Guid shiftId, CancellationToken ct = default) => http.PostAsync<RiderShift>($"{Root}/shifts/{shiftId}/take", null, ct);
    public Task<RiderShift> WaitAsync(Guid shiftId, CancellationToken ct = default) => http.PostAsync<RiderShift>($"{Root}/shifts/{shiftId}/wait", null, ct);
    public Task<RiderShift> GiveBackAsync(Guid shiftId, CancellationToken ct = default) => http.PostAsync<RiderShift>($"{Root}/shifts/{shiftId}/give-back", null, ct);
    public Task<RiderAvailability> AvailabilityAsync(CancellationToken ct = default) => http.GetAsync<RiderAvailability>($"{Root}/availability", ct);
    public Task<RiderAvailability> SaveAvailabilityAsync(IReadOnlyList<AvailableTimeDto> times, CancellationToken ct = default) =>
        http.PutAsync<RiderAvailability>($"{Root}/availability", new SaveAvailabilityRequest(times), ct);
}
