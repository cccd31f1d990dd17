using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <param name="Percent">Of the goods in orders from now on.</param>
public sealed record AgreeCommission(VendorId Vendor, decimal Percent);

public sealed class AgreeCommissionHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(AgreeCommission command, CancellationToken ct)
    {
        if (await db.Vendors.SingleOrDefaultAsync(v => v.Id == command.Vendor, ct) is not { } vendor)
        {
            return VendorErrors.NotFound;
        }

        var agreed = vendor.AgreeCommission(command.Percent, clock.GetUtcNow());
        if (agreed.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return agreed;
    }
}
