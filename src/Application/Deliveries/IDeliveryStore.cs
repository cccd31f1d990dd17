using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>What deliveries need of the database beyond the unit of work: row locks, claims in one statement, the nearest riders.</summary>
public interface IDeliveryStore
{
    /// <summary>Locks the delivery until the transaction ends. Whoever changes one holds this lock.</summary>
    Task LockAsync(DeliveryId id, CancellationToken ct);

    /// <summary>Locks a delivery that waits for its next step and that no other node is working on; null when there is none.</summary>
    Task<DeliveryId?> LockNextDueAsync(DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Makes the rider the owner of the delivery that this offer is about, if the offer still stands and nobody else has it.
    /// One conditional statement, so exactly one of many who accept at once is told yes.
    /// </summary>
    Task<bool> ClaimAsync(OfferId offer, RiderId rider, DateTimeOffset now, CancellationToken ct);

    /// <summary>Riders who are online, were seen since, are free, hold no open offer and were not asked in this round; nearest first.</summary>
    /// <param name="inShiftAt">Only riders with a place in a shift that goes on then; all of them when it is null.</param>
    Task<IReadOnlyList<Candidate>> NearestRidersAsync(DeliveryId id, int round, Position shop, DateTimeOffset seenSince, DateTimeOffset? inShiftAt, int count, CancellationToken ct);

    /// <summary>The days in town on which deliveries of the rider ended before this moment, the latest first, and how many such days there are in all.</summary>
    Task<(IReadOnlyList<DateOnly> Days, int Total)> DaysOfAsync(RiderId rider, string zone, DateTimeOffset before, int skip, int take, CancellationToken ct);

    /// <summary>Overwrites the rider's position unless a later one is there.</summary>
    Task SavePositionAsync(RiderPosition position, CancellationToken ct);

    /// <summary>Keeps a point of the way, once for a moment.</summary>
    Task SaveTrackPointAsync(TrackPoint point, CancellationToken ct);

    /// <summary>Whether a save failed because the rider was given another delivery, or another offer, at the same moment.</summary>
    bool IsRiderTaken(DbUpdateException failed);

    /// <summary>The account behind an e-mail address, as the identity server knows it.</summary>
    Task<UserId?> FindUserAsync(string email, CancellationToken ct);
}
