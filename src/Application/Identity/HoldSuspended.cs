using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>
/// What a suspended account means at the marketplace: a rider is asked no more, and a shop that nobody is left to answer for takes no orders; those that
/// it has it finishes. It looks at what is so now and not at what happened, so that it does not matter in which order it hears of it.
/// </summary>
public sealed class HoldSuspended(IMarketplaceDb db, IUserDirectory directory, TimeProvider clock)
    : IReactTo<UserSuspended>, IReactTo<UserReactivated>, IReactTo<VendorMemberChanged>, IReactTo<VendorMemberRemoved>
{
    public async Task HandleAsync(UserSuspended happened, CancellationToken ct)
    {
        if (await directory.IsSuspendedAsync(happened.UserId, ct) && await db.Set<Rider>().SingleOrDefaultAsync(r => r.UserId == happened.UserId, ct) is { } rider)
        {
            rider.GoOffline(clock.GetUtcNow());
        }

        await ShopsOfAsync(happened.UserId, ct);
    }

    /// <summary>A rider goes online by themselves, when they want to work again.</summary>
    public Task HandleAsync(UserReactivated happened, CancellationToken ct) => ShopsOfAsync(happened.UserId, ct);

    public Task HandleAsync(VendorMemberChanged happened, CancellationToken ct) => ShopAsync(happened.VendorId, ct);

    public Task HandleAsync(VendorMemberRemoved happened, CancellationToken ct) => ShopAsync(happened.VendorId, ct);

    private async Task ShopsOfAsync(UserId user, CancellationToken ct)
    {
        var members = db.VendorMembers;
        foreach (var shop in await db.Vendors.Where(v => members.Any(m => m.VendorId == v.Id && m.UserId == user && m.Role == VendorRole.Owner)).ToListAsync(ct))
        {
            await LookAtAsync(shop, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task ShopAsync(VendorId id, CancellationToken ct)
    {
        if (await db.Vendors.SingleOrDefaultAsync(v => v.Id == id, ct) is { } shop)
        {
            await LookAtAsync(shop, ct);
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task LookAtAsync(Vendor shop, CancellationToken ct)
    {
        var isHeld = true;
        foreach (var owner in shop.Members.Where(m => m.Role == VendorRole.Owner))
        {
            isHeld = isHeld && await directory.IsSuspendedAsync(owner.UserId, ct);
        }

        shop.Hold(isHeld, clock.GetUtcNow());
    }
}
