using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

public sealed record SetTakingOrders(VendorId Vendor, SetTakingOrdersRequest Request);

public sealed class SetTakingOrdersHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(SetTakingOrders command, CancellationToken ct)
    {
        if (await db.Vendors.SingleOrDefaultAsync(v => v.Id == command.Vendor, ct) is not { } vendor)
        {
            return VendorErrors.NotFound;
        }

        var set = vendor.SetTakingOrders(command.Request.IsTakingOrders, command.Request.PreparationMinutes, clock.GetUtcNow());
        if (set.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return set;
    }
}
