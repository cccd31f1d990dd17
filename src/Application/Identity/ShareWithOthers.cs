using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>What the shops and people do that somebody follows, the newest first.</summary>
public interface IFeed
{
    Task<Page<FeedItem>> ReadAsync(UserId reader, ListSlice slice, CancellationToken ct);
}

/// <summary>What a person lets others know. What is turned off is forgotten, and not only hidden.</summary>
public sealed class SharingHandler(IMarketplaceDb db, IPresenceLeases leases, TimeProvider clock) : IHandler
{
    public async Task<SharingDto> ShowAsync(UserId user, CancellationToken ct) =>
        await db.Profiles.Where(p => p.UserId == user).Select(p => new SharingDto(p.ShowsPresence, p.ShowsActivity)).SingleOrDefaultAsync(ct) ?? new(false, false);

    public async Task<Result<SharingDto>> ShareAsync(UserId user, string name, SharingDto wanted, CancellationToken ct) => await db.InTransactionAsync<SharingDto>(async () =>
    {
        var now = clock.GetUtcNow();
        if (await db.Profiles.SingleOrDefaultAsync(p => p.UserId == user, ct) is not { } profile)
        {
            db.Profiles.Add(profile = Profile.Of(user, name));
        }

        profile.Share(wanted.ShowsPresence, wanted.ShowsActivity, now);
        if (!wanted.ShowsPresence && await db.Presences.SingleOrDefaultAsync(p => p.UserId == user, ct) is { } presence)
        {
            presence.Go(now, now);
            db.Presences.Remove(presence);
        }

        if (!wanted.ShowsActivity)
        {
            await db.Activities.Where(a => a.UserId == user).ExecuteDeleteAsync(ct);
        }

        await db.SaveChangesAsync(ct);
        if (!wanted.ShowsPresence)
        {
            await leases.ForgetAsync(user, ct);
        }

        return wanted;
    }, ct);
}

/// <summary>Follows a shop, and lets it be known if the person lets such things be known.</summary>
public sealed class FollowShopHandler(IMarketplaceDb db, IPeople people, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> HandleAsync(UserId user, VendorId vendor, CancellationToken ct)
    {
        var followed = await people.FollowShopAsync(user, vendor.Value, ct);
        if (!followed.IsSuccess || !await db.Profiles.AnyAsync(p => p.UserId == user && p.ShowsActivity, ct))
        {
            return followed;
        }

        // After the step itself: should it fail, following once more tells it.
        var now = clock.GetUtcNow();
        if (await db.Activities.SingleOrDefaultAsync(a => a.UserId == user && a.Kind == ActivityKind.FollowedShop && a.VendorId == vendor, ct) is { } told)
        {
            told.Repeat(now);
        }
        else
        {
            db.Activities.Add(Activity.Of(user, ActivityKind.FollowedShop, vendor, now));
        }

        await db.SaveChangesAsync(ct); // two at once: the index knows who was first
        return followed;
    }
}
