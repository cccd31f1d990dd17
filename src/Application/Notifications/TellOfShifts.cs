using Marketplace.Application.Deliveries;
using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells riders what others did with their shifts, and what time does. What they did themselves they know.</summary>
public sealed class TellOfShifts(IMarketplaceDb db, Notifier notifier) : IReactTo<ShiftTaken>, IReactTo<ShiftLeft>, IReactTo<ShiftReminded>
{
    public Task HandleAsync(ShiftTaken happened, CancellationToken ct) => happened.How switch
    {
        ShiftEntry.MovedUp => TellAsync(happened.RiderId, "You have a place in a shift", $"You moved up from the waitlist: {When(happened.StartsAt, happened.EndsAt)}.", ct),
        ShiftEntry.Assigned => TellAsync(happened.RiderId, "You have a new shift", $"The dispatcher put you in: {When(happened.StartsAt, happened.EndsAt)}.", ct),
        _ => Task.CompletedTask,
    };

    public Task HandleAsync(ShiftLeft happened, CancellationToken ct) => (happened.Why, happened.WasWaiting) switch
    {
        (ShiftExit.Cancelled, false) => TellAsync(happened.RiderId, "A shift of yours is called off", $"{When(happened.StartsAt, happened.EndsAt)}. {happened.Reason}", ct),
        (ShiftExit.Cancelled, true) => TellAsync(happened.RiderId, "A shift you wait for is called off", $"{When(happened.StartsAt, happened.EndsAt)}. {happened.Reason}", ct),
        (ShiftExit.TakenOff, false) => TellAsync(happened.RiderId, "A shift is not yours any more", $"The dispatcher took you off: {When(happened.StartsAt, happened.EndsAt)}.", ct),
        (ShiftExit.TakenOff, true) => TellAsync(happened.RiderId, "You wait for a shift no longer", $"The dispatcher took you off the waitlist: {When(happened.StartsAt, happened.EndsAt)}.", ct),
        _ => Task.CompletedTask,
    };

    public Task HandleAsync(ShiftReminded happened, CancellationToken ct) => happened.HasBegun
        ? TellAsync(happened.RiderId, "Your shift has begun", $"It goes on until {notifier.Time(happened.EndsAt)}. Go online now: nothing is offered to you while you are offline.", ct, "/rider")
        : TellAsync(happened.RiderId, $"Your shift begins at {notifier.Time(happened.StartsAt)}", $"It goes on until {notifier.Time(happened.EndsAt)}.", ct, "/rider");

    private string When(DateTimeOffset from, DateTimeOffset until) => $"{notifier.Day(from)}, {notifier.Time(from)} to {notifier.Time(until)}";

    private async Task TellAsync(RiderId rider, string title, string message, CancellationToken ct, string link = "/rider/shifts")
    {
        if (await db.Riders.Where(r => r.Id == rider).Select(r => (UserId?)r.UserId).SingleOrDefaultAsync(ct) is { } user)
        {
            await notifier.TellAsync(user, "shift", title, message, link, ct);
            await db.SaveChangesAsync(ct);
        }
    }
}
