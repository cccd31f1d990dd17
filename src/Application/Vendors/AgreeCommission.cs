using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Vendors;

/// <param name="Percent">Of the goods in orders from now on.</param>
public sealed record AgreeCommission(VendorId Vendor, decimal Percent);

public sealed class AgreeCommissionHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public Task<Result<Done>> HandleAsync(AgreeCommission command, CancellationToken ct) =>
        db.ChangeVendorAsync(command.Vendor, vendor => vendor.AgreeCommission(command.Percent, clock.GetUtcNow()), ct);
}
