using Marketplace.Application.Deliveries;
using Marketplace.Application.Media;
using Marketplace.Application.Partners;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>What a signed-in person may be here, besides a shopper.</summary>
public sealed class MeViews(IMarketplaceDb db, IUserDirectory directory, MediaUrls media) : IHandler
{
    /// <param name="name">As the token says it, which may be older than the account.</param>
    public async Task<MeDto> GetAsync(UserId user, string name, string email, IReadOnlySet<AdminRight> rights, CancellationToken ct)
    {
        var members = db.VendorMembers;
        var shops = await (
            from member in members
            join vendor in db.Vendors on member.VendorId equals vendor.Id
            where member.UserId == user
            orderby vendor.Name, vendor.Id
            select new { vendor.Id, vendor.Slug, vendor.Name, vendor.Hue, vendor.State, member.Role, vendor.IsTakingOrders, vendor.StateReason }).ToListAsync(ct);
        var rider = await db.RidersLetIn.Where(r => r.UserId == user).Select(r => (RiderId?)r.Id).FirstOrDefaultAsync(ct);
        var partners = await db.Partners.Where(p => p.UserId == user && p.ClosedBecause == null).OrderBy(p => p.OpenedAt).ThenBy(p => p.Id).Select(p => new { p.Role, p.Slug, p.Name }).ToListAsync(ct);
        var unread = await db.Set<Notification>().CountAsync(n => n.UserId == user && n.ReadAt == null, ct);
        var photo = await db.Profiles.Where(p => p.UserId == user).Select(p => p.PhotoId).SingleOrDefaultAsync(ct);
        var called = await directory.FindAsync([user], ct) is [{ Name.Length: > 0 } person] ? person.Name : name;
        return new(
            user.Value, called, email, rights.Count > 0,
            [.. shops.Select(s => new MyShop(s.Id.Value, s.Slug, s.Name, s.Hue, s.State.ToWire(), s.Role.ToWire(), s.IsTakingOrders, [.. s.Role.Rights.Select(p => p.ToWire())], s.StateReason))],
            rider?.Value, unread, [.. rights.Order().Select(p => p.ToWire())],
            [.. partners.Select(p => new MyPartner(p.Role.ToWire(), p.Slug, p.Name))], media.Image(photo, called));
    }
}
