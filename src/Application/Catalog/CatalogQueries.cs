using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

public static class CatalogQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Product> Products => db.Set<Product>();

        public DbSet<Variant> Variants => db.Set<Variant>();

        public DbSet<Category> Categories => db.Set<Category>();

        public DbSet<Brand> Brands => db.Set<Brand>();
    }

    extension(IQueryable<Product> products)
    {
        public IQueryable<Product> OwnedBy(VendorId vendor) => products.Where(p => p.VendorId == vendor);
    }
}
