using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

public static class VendorQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Vendor> Vendors => db.Set<Vendor>();

        public DbSet<VendorMember> VendorMembers => db.Set<VendorMember>();

        public DbSet<Invitation> Invitations => db.Set<Invitation>();

        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();

        /// <summary>Changes a shop and saves it, unless the change is refused.</summary>
        public async Task<Result<Done>> ChangeVendorAsync(VendorId id, Func<Vendor, Result<Done>> change, CancellationToken ct)
        {
            if (await db.Vendors.SingleOrDefaultAsync(v => v.Id == id, ct) is not { } vendor)
            {
                return VendorErrors.NotFound;
            }

            var changed = change(vendor);
            if (changed.IsSuccess)
            {
                await db.SaveChangesAsync(ct);
            }

            return changed;
        }
    }

    extension(IQueryable<VendorMember> members)
    {
        public IQueryable<VendorMember> WhoMay(VendorRight right)
        {
            var roles = RoleRights.RolesThatMay(right);
            return members.Where(m => roles.Contains(m.Role));
        }
    }

    extension(IQueryable<Invitation> invitations)
    {
        /// <summary>Not answered; those whose time is over are among them.</summary>
        public IQueryable<Invitation> OpenOf(VendorId vendor) => invitations.Where(i => i.VendorId == vendor && i.State == InvitationState.Open);
    }
}
