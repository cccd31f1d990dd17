using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

public sealed record RevokeApiKey(VendorId Vendor, ApiKeyId Key, UserId By);

public sealed class RevokeApiKeyHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(RevokeApiKey command, CancellationToken ct)
    {
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.VendorId == command.Vendor && k.Id == command.Key, ct) is not { } key)
        {
            return ApiKeyErrors.NotFound;
        }

        var revoked = key.Revoke(command.By, clock.GetUtcNow());
        if (revoked.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return revoked;
    }
}
