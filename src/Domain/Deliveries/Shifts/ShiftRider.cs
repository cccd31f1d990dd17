namespace Marketplace.Domain.Deliveries.Shifts;

/// <summary>A rider in a shift, in a place or on the waitlist. Made only by <see cref="Shift"/>.</summary>
public sealed class ShiftRider
{
    private ShiftRider() { } // EF Core

    internal ShiftRider(RiderId rider, WorkingTime time, bool isWaiting, DateTimeOffset now)
    {
        (Id, RiderId, StartsAt, EndsAt) = (Guid.CreateVersion7(now), rider, time.From, time.Until);
        (IsWaiting, Since) = (isWaiting, now);
    }

    public Guid Id { get; private init; }
    public RiderId RiderId { get; private init; }

    /// <summary>As the shift's, so that the database can refuse two at one time.</summary>
    public DateTimeOffset StartsAt { get; private init; }
    public DateTimeOffset EndsAt { get; private init; }
    public bool IsWaiting { get; private set; }
    public DateTimeOffset Since { get; private set; }
    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>When it was looked at whether they are online, once the shift had begun.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    internal void MoveUp(DateTimeOffset now) => (IsWaiting, Since) = (false, now);

    internal void Remind(DateTimeOffset now) => RemindedAt = now;

    internal void Ask(DateTimeOffset now) => AskedAt = now;
}
