using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Vendors;

public sealed record SetTakingOrders(VendorId Vendor, SetTakingOrdersRequest Request);

public sealed class SetTakingOrdersHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public Task<Result<Done>> HandleAsync(SetTakingOrders command, CancellationToken ct) =>
        db.ChangeVendorAsync(command.Vendor, vendor => vendor.SetTakingOrders(command.Request.IsTakingOrders, command.Request.PreparationMinutes, clock.GetUtcNow()), ct);
}
