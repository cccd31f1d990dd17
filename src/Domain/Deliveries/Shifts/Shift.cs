using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries.Shifts;

/// <summary>
/// Time in which the marketplace needs riders, and how many. Whoever changes one holds its row lock, so that the last place is given
/// once.
/// </summary>
public sealed class Shift : AggregateRoot
{
    public const int MaxPlaces = 200;
    public const int NoteMaxLength = 200;
    public const int ReasonMaxLength = 500;
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(14);
    public static readonly TimeSpan PlanAhead = TimeSpan.FromDays(92);

    /// <summary>How long before it begins its riders are reminded.</summary>
    public static readonly TimeSpan ReminderAhead = TimeSpan.FromMinutes(30);

    private readonly List<ShiftRider> _riders = [];

    private Shift() { } // EF Core

    public override Guid StreamId => Id.Value;
    public ShiftId Id { get; private init; }
    public DateTimeOffset StartsAt { get; private init; }
    public DateTimeOffset EndsAt { get; private init; }
    public int Places { get; private set; }
    public ShiftState State { get; private set; }

    /// <summary>What riders should know: where to meet, what to bring.</summary>
    public string? Note { get; private init; }

    /// <summary>In places and on the waitlist.</summary>
    public IReadOnlyList<ShiftRider> Riders => _riders;

    public WorkingTime Time => new(StartsAt, EndsAt);
    public int Taken => _riders.Count(r => !r.IsWaiting);

    public static Result<Shift> Plan(WorkingTime time, int places, string? note, bool isPublished, DateTimeOffset now)
    {
        if (time.Until - time.From is var length && (length < Shortest || length > Longest))
        {
            return ShiftErrors.WrongLength;
        }

        if (time.From <= now)
        {
            return ShiftErrors.InPast;
        }

        if (time.From > now + PlanAhead)
        {
            return ShiftErrors.TooFarAhead;
        }

        var shift = new Shift
        {
            Id = ShiftId.New(),
            StartsAt = time.From,
            EndsAt = time.Until,
            Places = places,
            Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
            State = isPublished ? ShiftState.Published : ShiftState.Draft,
        };
        shift.Raise(new ShiftPlanned(shift.Id, shift.StartsAt, shift.EndsAt, places, isPublished, now));
        return shift;
    }

    public Result<Done> Publish(DateTimeOffset now)
    {
        if (WhyOver(now) is { } over)
        {
            return over;
        }

        if (State == ShiftState.Draft)
        {
            State = ShiftState.Published;
            Raise(new ShiftPublished(Id, StartsAt, EndsAt, now));
        }

        return new Done();
    }

    /// <summary>It does not take place; who is online finishes what they carry.</summary>
    public Result<Done> Cancel(string reason, DateTimeOffset now)
    {
        if (State == ShiftState.Cancelled)
        {
            return new Done();
        }

        if (WhyOver(now) is { } over)
        {
            return over;
        }

        State = ShiftState.Cancelled;
        Raise(new ShiftCancelled(Id, StartsAt, EndsAt, reason.Trim(), now));
        foreach (var rider in _riders.ToArray())
        {
            Remove(rider, ShiftExit.Cancelled, reason.Trim(), now);
        }

        return new Done();
    }

    /// <param name="busy">Who of the waitlist cannot come: they work elsewhere, or may not ride.</param>
    public Result<Done> ChangePlaces(int places, IReadOnlySet<RiderId> busy, TimeSpan notice, DateTimeOffset now)
    {
        if (WhyOver(now) is { } over)
        {
            return over;
        }

        if (places < Taken)
        {
            return ShiftErrors.PlacesTaken(Taken);
        }

        if (places != Places)
        {
            Places = places;
            Raise(new ShiftPlacesChanged(Id, places, now));
            MoveUp(busy, notice, now);
        }

        return new Done();
    }

    /// <summary>A rider takes a place. Who waits for one takes it the same way.</summary>
    /// <param name="others">When the rider works otherwise.</param>
    public Result<Done> Take(Rider rider, IEnumerable<WorkingTime> others, DateTimeOffset now)
    {
        if (IsIn(rider.Id))
        {
            return new Done();
        }

        if ((WhyClosed(now) ?? WhyNot(rider, others, DeliveryErrors.NotARider, ShiftErrors.Overlaps)) is { } refused)
        {
            return refused;
        }

        if (Taken >= Places)
        {
            return ShiftErrors.Full;
        }

        Seat(rider.Id, ShiftEntry.Took, now);
        return new Done();
    }

    /// <summary>A rider waits until somebody gives a place back. Nobody waits while there is one.</summary>
    public Result<Done> Wait(Rider rider, IEnumerable<WorkingTime> others, DateTimeOffset now)
    {
        if (Find(rider.Id) is not null)
        {
            return new Done();
        }

        if ((WhyClosed(now) ?? WhyNot(rider, others, DeliveryErrors.NotARider, ShiftErrors.Overlaps)) is { } refused)
        {
            return refused;
        }

        if (Taken < Places)
        {
            return ShiftErrors.NotFull;
        }

        _riders.Add(new(rider.Id, Time, isWaiting: true, now));
        Raise(new ShiftAwaited(Id, rider.Id, now));
        return new Done();
    }

    /// <summary>A rider gives the place back in time, or stops waiting at any time. The next of the waitlist moves up.</summary>
    public Result<Done> GiveBack(RiderId rider, IReadOnlySet<RiderId> busy, TimeSpan notice, DateTimeOffset now)
    {
        if (Find(rider) is not { } found)
        {
            return new Done();
        }

        if (!found.IsWaiting && !CanBeGivenBack(notice, now))
        {
            return ShiftErrors.TooLateToGiveBack(notice);
        }

        Remove(found, ShiftExit.GaveBack, null, now);
        MoveUp(busy, notice, now);
        return new Done();
    }

    /// <summary>Whether who has a place may still give it back.</summary>
    public bool CanBeGivenBack(TimeSpan notice, DateTimeOffset now) => now < StartsAt && now <= StartsAt - notice;

    /// <summary>The dispatcher gives a place to a rider, before those who wait.</summary>
    public Result<Done> Assign(Rider rider, IEnumerable<WorkingTime> others, DateTimeOffset now)
    {
        if (IsIn(rider.Id))
        {
            return new Done();
        }

        if ((WhyClosed(now) ?? WhyNot(rider, others, ShiftErrors.RiderMayNotRide, ShiftErrors.RiderOverlaps)) is { } refused)
        {
            return refused;
        }

        if (Taken >= Places)
        {
            return ShiftErrors.FullForDispatcher;
        }

        Seat(rider.Id, ShiftEntry.Assigned, now);
        return new Done();
    }

    /// <summary>The dispatcher takes a rider off, at any time until it is over. The next of the waitlist moves up.</summary>
    public Result<Done> TakeOff(RiderId rider, ShiftExit why, IReadOnlySet<RiderId> busy, TimeSpan notice, DateTimeOffset now)
    {
        if (WhyOver(now) is { } over)
        {
            return over;
        }

        if (Find(rider) is not { } found)
        {
            return ShiftErrors.NotInIt;
        }

        Remove(found, why, null, now);
        MoveUp(busy, notice, now);
        return new Done();
    }

    /// <summary>Reminds once before it begins, and asks once who is not online when it has begun.</summary>
    /// <param name="online">Who is online.</param>
    public void Remind(IReadOnlySet<RiderId> online, DateTimeOffset now)
    {
        if (State != ShiftState.Published || now < StartsAt - ReminderAhead || now >= EndsAt)
        {
            return;
        }

        var hasBegun = now >= StartsAt;
        foreach (var rider in _riders.Where(r => !r.IsWaiting && (hasBegun ? r.AskedAt : r.RemindedAt) is null))
        {
            if (!hasBegun)
            {
                rider.Remind(now);
                Raise(new ShiftReminded(Id, rider.RiderId, StartsAt, EndsAt, HasBegun: false, now));
                continue;
            }

            rider.Ask(now);
            if (!online.Contains(rider.RiderId))
            {
                Raise(new ShiftReminded(Id, rider.RiderId, StartsAt, EndsAt, HasBegun: true, now));
            }
        }
    }

    private ShiftRider? Find(RiderId rider) => _riders.FirstOrDefault(r => r.RiderId == rider);

    private bool IsIn(RiderId rider) => Find(rider) is { IsWaiting: false };

    private Error? WhyOver(DateTimeOffset now) => State == ShiftState.Cancelled ? ShiftErrors.Cancelled : now >= EndsAt ? ShiftErrors.Over : null;

    private Error? WhyClosed(DateTimeOffset now) => State == ShiftState.Draft ? ShiftErrors.NotPublished : WhyOver(now);

    private Error? WhyNot(Rider rider, IEnumerable<WorkingTime> others, Error mayNotRide, Error overlaps) =>
        !rider.IsActive ? mayNotRide : others.Any(Time.Overlaps) ? overlaps : null;

    private void Seat(RiderId rider, ShiftEntry how, DateTimeOffset now)
    {
        if (Find(rider) is { } waiting)
        {
            waiting.MoveUp(now);
        }
        else
        {
            _riders.Add(new(rider, Time, isWaiting: false, now));
        }

        Raise(new ShiftTaken(Id, rider, StartsAt, EndsAt, how, now));
    }

    private void Remove(ShiftRider rider, ShiftExit why, string? reason, DateTimeOffset now)
    {
        _riders.Remove(rider);
        Raise(new ShiftLeft(Id, rider.RiderId, StartsAt, EndsAt, rider.IsWaiting, why, reason, now));
    }

    /// <summary>Nobody is moved into a shift that they could not give back any more: from then on a place is there for who takes it.</summary>
    private void MoveUp(IReadOnlySet<RiderId> busy, TimeSpan notice, DateTimeOffset now)
    {
        if (State != ShiftState.Published || !CanBeGivenBack(notice, now))
        {
            return;
        }

        foreach (var next in _riders.Where(r => r.IsWaiting && !busy.Contains(r.RiderId)).OrderBy(r => r.Since).ThenBy(r => r.Id).Take(Places - Taken).ToArray())
        {
            Seat(next.RiderId, ShiftEntry.MovedUp, now);
        }
    }
}
