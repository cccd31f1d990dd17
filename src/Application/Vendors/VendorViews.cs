using Marketplace.Application.Media;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

/// <summary>Shops as their owners and operations see them.</summary>
public sealed class VendorViews(IMarketplaceDb db, ISettings settings, MediaUrls media, TimeProvider clock) : IHandler
{
    public async Task<Result<VendorProfile>> ProfileAsync(VendorId id, CancellationToken ct) =>
        await db.Vendors.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct) is { } v
            ? new VendorProfile(
                v.Id.Value, v.Revision, v.Slug, v.State.ToWire(), v.StateReason, v.Name, v.Tagline, v.Story, v.Hue, media.Image(v.LogoId, v.Name), media.Image(v.BannerId, v.Name),
                v.Street, v.City, v.Region, v.PostalCode, v.Position.ToDto(), v.Phone, v.Email,
                [.. v.Hours.Select(h => new OpeningHoursDto(h.Day, h.Opens, h.Closes))], v.PreparationMinutes, v.IsTakingOrders, v.OffersPickup, v.OffersDelivery,
                v.DeliveryRadiusKm, v.FreeDeliveryFrom is { } free ? new MoneyDto(free, (await settings.GetAsync(ct)).Currency) : null, v.CommissionPercent, v.IsHeld)
            : VendorErrors.NotFound;

    public async Task<Page<AdminVendorItem>> ListAsync(string? search, string? state, ListSlice slice, CancellationToken ct)
    {
        var found = db.Vendors.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var term = search.Trim().ToLowerInvariant();
            found = found.Where(v => v.Name.ToLower().Contains(term) || v.Slug.Contains(term) || v.Email.ToLower().Contains(term));
        }

        if (VendorState.FromWire(state) is { } known)
        {
            found = found.Where(v => v.State == known);
        }

        var currency = (await settings.GetAsync(ct)).Currency;
        var since = clock.GetUtcNow().AddDays(-30);
        var (products, orders) = (db.Set<Product>(), db.Set<Order>());
        var total = await found.CountAsync(ct);
        var rows = await found.OrderByDescending(v => v.State == VendorState.Pending).ThenByDescending(v => v.RegisteredAt).ThenByDescending(v => v.Id)
            .Slice(slice, v => v.RegisteredAt, v => v.Id, id => new VendorId(id))
            .Select(v => new
            {
                v.Id, v.Slug, v.Name, v.Hue, v.State, v.StateReason, v.Email, v.IsTakingOrders, v.RegisteredAt,
                Products = products.Count(p => p.VendorId == v.Id),
                Sales = (from order in orders
                         where order.PlacedAt > since
                         from part in order.Parts
                         where part.VendorId == v.Id && part.State != VendorOrderState.Cancelled && part.State != VendorOrderState.Pending
                         select part.Goods.Amount).ToList(),
            })
            .ToListAsync(ct);
        return slice.Page(
            [
                .. rows.Select(v => new AdminVendorItem(
                    v.Id.Value, v.Slug, v.Name, v.Hue, v.State.ToWire(), v.StateReason, v.Email, v.Products, v.Sales.Count, new MoneyDto(v.Sales.Sum(), currency),
                    v.IsTakingOrders, v.RegisteredAt)),
            ],
            total, v => new(v.RegisteredAt, v.Id));
    }
}
