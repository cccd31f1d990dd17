using Marketplace.Application.Vendors;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Infrastructure.Vendors;

internal sealed class PostgresTeamLocks(MarketplaceDbContext db) : ITeamLocks
{
    public async Task<Vendor?> LockAsync(VendorId id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from vendors.vendors where id = {id.Value} for update", ct);
        return await db.Set<Vendor>().SingleOrDefaultAsync(v => v.Id == id, ct);
    }
}
