using Marketplace.Application.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

public static class VendorQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Vendor> Vendors => db.Set<Vendor>();

        public DbSet<VendorMember> VendorMembers => db.Set<VendorMember>();
    }
}
