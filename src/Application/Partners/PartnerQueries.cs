using Marketplace.Application.Deliveries;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Partners;

public static class PartnerQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<PartnerApplication> PartnerApplications => db.Set<PartnerApplication>();

        public DbSet<Partner> Partners => db.Set<Partner>();

        /// <summary>Whether somebody is one at this moment.</summary>
        public Task<bool> HasRoleAsync(UserId user, PartnerRole role, CancellationToken ct) => role == PartnerRole.Rider
            ? db.Riders.AnyAsync(r => r.UserId == user && r.IsActive, ct)
            : db.Partners.AnyAsync(p => p.UserId == user && p.Role == role && p.ClosedBecause == null, ct);
    }

    extension(IQueryable<PartnerApplication> applications)
    {
        public IQueryable<PartnerApplication> OwnedBy(UserId user) => applications.Where(a => a.UserId == user);

        public IQueryable<PartnerApplication> Of(PartnerRole? role, PartnerApplicationState? state)
        {
            applications = role is { } wanted ? applications.Where(a => a.Role == wanted) : applications;
            return state is { } known ? applications.Where(a => a.State == known) : applications;
        }
    }
}
