using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <param name="SuspendBecause">Null approves the shop; a reason suspends it.</param>
public sealed record JudgeVendor(VendorId Vendor, string? SuspendBecause);

public sealed class JudgeVendorHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(JudgeVendor command, CancellationToken ct)
    {
        if (await db.Vendors.SingleOrDefaultAsync(v => v.Id == command.Vendor, ct) is not { } vendor)
        {
            return VendorErrors.NotFound;
        }

        var judged = command.SuspendBecause is { } reason ? vendor.Suspend(reason, clock.GetUtcNow()) : vendor.Approve(clock.GetUtcNow());
        if (judged.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return judged;
    }
}
