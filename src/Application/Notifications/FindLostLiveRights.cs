using Marketplace.Application.Deliveries;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Somebody who is not an administrator, and a group they listen to.</summary>
public readonly record struct LiveRight(UserId User, string Group);

/// <summary>Rights to listen that were given and do not hold any more: who left a shop, or has a role there that has nothing to do with orders, hears its orders no longer, and who was blocked hears of nobody. All in a query for each kind.</summary>
public sealed class FindLostLiveRightsHandler(IMarketplaceDb db, IPeople people) : IHandler
{
    private static readonly LiveTopic Person = LiveTopic.Person(default, "");
    private static readonly LiveTopic Profile = LiveTopic.Profile(default, "");

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
            held.UnionWith((await db.RidersLetIn.AsNoTracking().Where(r => riders.Contains(r.Id)).Select(r => new { r.UserId, r.Id }).ToListAsync(ct))
                .Select(r => new LiveRight(r.UserId, LiveTopic.Rider(r.Id).Group)));
        }

        if (rights.Where(r => IsOf(r, Person)).Select(r => (r.User, IdOf(r.Group, UserId.From))).ToList() is { Count: > 0 } watched)
        {
            held.UnionWith((await people.WhoSeesPresenceAsync(watched, ct)).Select(w => new LiveRight(w.Viewer, LiveTopic.Person(w.Person, "").Group)));
        }

        if (rights.Where(r => IsOf(r, Profile)).Select(r => (r.User, IdOf(r.Group, UserId.From))).ToList() is { Count: > 0 } looked)
        {
            held.UnionWith((await people.WhoSeesAsync(looked, ct)).Select(w => new LiveRight(w.Viewer, LiveTopic.Profile(w.Person, "").Group)));
        }

        return rights.Where(r => (IsOf(r, LiveTopic.Vendor(default)) || IsOf(r, LiveTopic.Rider(default)) || IsOf(r, Person) || IsOf(r, Profile)) && !held.Contains(r)).ToHashSet();
    }

    private static TId[] Of<TId>(IEnumerable<LiveRight> rights, LiveTopic kind, Func<Guid, TId> id) =>
        [.. rights.Where(r => IsOf(r, kind)).Select(r => IdOf(r.Group, id)).Distinct()];

    private static TId IdOf<TId>(string group, Func<Guid, TId> id) => id(Guid.Parse(group.AsSpan(group.IndexOf(':', StringComparison.Ordinal) + 1)));

    private static bool IsOf(LiveRight right, LiveTopic kind) => right.Group.StartsWith(kind.Group[..(kind.Group.IndexOf(':', StringComparison.Ordinal) + 1)], StringComparison.Ordinal);
}
