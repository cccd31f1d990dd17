using Marketplace.Domain.Deliveries.Shifts;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

/// <summary>What shifts need of the database beyond the unit of work.</summary>
public interface IShiftStore
{
    /// <summary>Locks the shift until the transaction ends. Whoever changes one holds this lock.</summary>
    Task LockAsync(ShiftId id, CancellationToken ct);

    /// <summary>Whether a save failed because a rider came into another shift of the same time at the same moment.</summary>
    bool IsDoubleBooked(DbUpdateException failed);
}
