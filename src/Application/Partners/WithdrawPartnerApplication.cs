using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Partners;

public sealed class WithdrawPartnerApplicationHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(UserId user, PartnerApplicationId id, CancellationToken ct)
    {
        if (await db.PartnerApplications.OwnedBy(user).SingleOrDefaultAsync(a => a.Id == id, ct) is not { } application)
        {
            return PartnerErrors.ApplicationNotFound;
        }

        var withdrawn = application.Withdraw(clock.GetUtcNow());
        if (withdrawn.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return withdrawn;
    }
}
