using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Somebody who is not an administrator, and a group they listen to.</summary>
public readonly record struct LiveRight(UserId User, string Group);

/// <summary>Rights to listen that were given and do not hold any more: who left a shop, or has a role there that has nothing to do with orders, hears its orders no longer. All in two queries.</summary>
public sealed class FindLostLiveRightsHandler(IMarketplaceDb db) : IHandler
{
    public async Task<IReadOnlySet<LiveRight>> HandleAsync(IReadOnlyCollection<LiveRight> rights, CancellationToken ct)
    {
        var shops = Of(rights, LiveTopic.Vendor(default), VendorId.From);
        var riders = Of(rights, LiveTopic.Rider(default), RiderId.From);
        var held = new HashSet<LiveRight>();
        if (shops.Length > 0)
        {
            held.UnionWith((await db.VendorMembers.AsNoTracking().WhoMay(VendorRight.SeeOrders).Where(m => shops.Contains(m.VendorId)).Select(m => new { m.UserId, m.VendorId }).ToListAsync(ct))
                .Select(m => new LiveRight(m.UserId, LiveTopic.Vendor(m.VendorId).Group)));
        }

        if (riders.Length > 0)
        {
            held.UnionWith((await db.Set<Rider>().AsNoTracking().Where(r => riders.Contains(r.Id) && r.IsActive).Select(r => new { r.UserId, r.Id }).ToListAsync(ct))
                .Select(r => new LiveRight(r.UserId, LiveTopic.Rider(r.Id).Group)));
        }

        return rights.Where(r => (IsOf(r, LiveTopic.Vendor(default)) || IsOf(r, LiveTopic.Rider(default))) && !held.Contains(r)).ToHashSet();
    }

    private static TId[] Of<TId>(IEnumerable<LiveRight> rights, LiveTopic kind, Func<Guid, TId> id) =>
        [.. rights.Where(r => IsOf(r, kind)).Select(r => id(Guid.Parse(r.Group.AsSpan(r.Group.IndexOf(':', StringComparison.Ordinal) + 1)))).Distinct()];

    private static bool IsOf(LiveRight right, LiveTopic kind) => right.Group.StartsWith(kind.Group[..(kind.Group.IndexOf(':', StringComparison.Ordinal) + 1)], StringComparison.Ordinal);
}
