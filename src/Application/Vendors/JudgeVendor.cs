using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Vendors;

/// <param name="SuspendBecause">Null approves the shop; a reason suspends it.</param>
public sealed record JudgeVendor(VendorId Vendor, string? SuspendBecause);

public sealed class JudgeVendorHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public Task<Result<Done>> HandleAsync(JudgeVendor command, CancellationToken ct) =>
        db.ChangeVendorAsync(command.Vendor, vendor => command.SuspendBecause is { } reason ? vendor.Suspend(reason, clock.GetUtcNow()) : vendor.Approve(clock.GetUtcNow()), ct);
}
