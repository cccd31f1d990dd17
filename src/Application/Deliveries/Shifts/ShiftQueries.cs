using Marketplace.Application.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries.Shifts;

public static class ShiftQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Shift> Shifts => db.Set<Shift>();

        public DbSet<ShiftRider> ShiftRiders => db.Set<ShiftRider>();

        public DbSet<Availability> Availabilities => db.Set<Availability>();

        /// <summary>When a rider works, of what is not over yet.</summary>
        public async Task<IReadOnlyList<WorkingTime>> WorkingTimesAsync(RiderId rider, DateTimeOffset now, CancellationToken ct) => await db.ShiftRiders
            .Where(r => r.RiderId == rider && !r.IsWaiting && r.EndsAt > now)
            .OrderBy(r => r.StartsAt).Select(r => new WorkingTime(r.StartsAt, r.EndsAt)).ToListAsync(ct);
    }

    extension(IQueryable<ShiftRider> riders)
    {
        public IQueryable<ShiftRider> InPlaces() => riders.Where(r => !r.IsWaiting);

        /// <summary>Who works at some time of this.</summary>
        public IQueryable<ShiftRider> During(DateTimeOffset from, DateTimeOffset until) => riders.Where(r => r.StartsAt < until && from < r.EndsAt);
    }
}
