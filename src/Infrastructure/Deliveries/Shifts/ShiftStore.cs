using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Infrastructure.Deliveries.Shifts;

internal sealed class ShiftStore(MarketplaceDbContext db) : IShiftStore
{
    public Task LockAsync(ShiftId id, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select 1 from deliveries.shifts where id = {id.Value} for update", ct);

    public bool IsDoubleBooked(DbUpdateException failed) => failed.InnerException is PostgresException
    {
        SqlState: PostgresErrorCodes.ExclusionViolation, ConstraintName: ShiftConfiguration.OneShiftAtATime,
    };
}
