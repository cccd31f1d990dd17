using System.Globalization;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries.Shifts;

public static class ShiftErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "shift.not_found", "There is no such shift.");
    public static Error WrongLength { get; } = new(
        ErrorKind.Invalid, "shift.wrong_length", string.Create(CultureInfo.InvariantCulture, $"A shift lasts {Shift.Shortest.TotalMinutes:0} minutes to {Shift.Longest.TotalHours:0} hours."), "to");

    public static Error InPast { get; } = new(ErrorKind.Invalid, "shift.in_past", "A shift is planned before it begins.", "from");
    public static Error TooFarAhead { get; } = new(ErrorKind.Invalid, "shift.too_far_ahead", $"Shifts are planned up to {Shift.PlanAhead.Days} days ahead.", "days");
    public static Error NoSuchTime { get; } = new(ErrorKind.Invalid, "shift.no_such_time", "The clocks are put forward in this hour. Choose another time.", "from");
    public static Error NotPublished { get; } = new(ErrorKind.Conflict, "shift.not_published", "This shift is not published yet. Publish it first.");
    public static Error Cancelled { get; } = new(ErrorKind.Conflict, "shift.cancelled", "This shift does not take place.");
    public static Error Over { get; } = new(ErrorKind.Conflict, "shift.over", "This shift is over.");
    public static Error Full { get; } = new(ErrorKind.Conflict, "shift.full", "All places of this shift are taken. You can join the waitlist.");
    public static Error FullForDispatcher { get; } = new(ErrorKind.Conflict, "shift.full", "All places of this shift are taken. Add a place first.");
    public static Error NotFull { get; } = new(ErrorKind.Conflict, "shift.not_full", "There is a place in this shift. Take it instead of waiting.");
    public static Error Overlaps { get; } = new(ErrorKind.Conflict, "shift.overlaps", "You work another shift at this time.");
    public static Error RiderOverlaps { get; } = new(ErrorKind.Conflict, "shift.overlaps", "This rider works another shift at this time.");
    public static Error RiderMayNotRide { get; } = new(ErrorKind.Conflict, "shift.rider_switched_off", "This rider is switched off and gets no shifts.");
    public static Error NotInIt { get; } = new(ErrorKind.Conflict, "shift.not_in_it", "This rider is not in the shift.");
    public static Error Raced { get; } = new(ErrorKind.Conflict, "shift.raced", "Somebody changed these shifts at the same moment. Look again, then try again.");
    public static Error TimesOverlap { get; } = new(ErrorKind.Invalid, "availability.overlaps", "Two of these times overlap. Make one of them.", "times");
    public static Error TimeEndsFirst { get; } = new(ErrorKind.Invalid, "availability.ends_first", "Each time ends after it begins. 00:00 as the end is midnight.", "times");

    public static Error TooLateToGiveBack(TimeSpan notice) => new(
        ErrorKind.Conflict, "shift.too_late_to_give_back",
        notice > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"A shift is given back at the latest {notice.TotalHours:0.#} hours before it begins. Call the dispatcher.")
            : "A shift is given back before it begins. Call the dispatcher.");

    public static Error PlacesTaken(int taken) => new(
        ErrorKind.Conflict, "shift.places_taken", $"{taken} {(taken == 1 ? "place is" : "places are")} taken. Take riders off first.", "places");

    public static Error NoShiftNow { get; } = new(
        ErrorKind.Conflict, "rider.no_shift", string.Create(CultureInfo.InvariantCulture, $"Riders work in shifts here. You can go online {WorkingTime.EarlyOnline.TotalMinutes:0} minutes before yours begins."));
}
