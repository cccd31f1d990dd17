using System.Globalization;
using Marketplace.Application.Catalog;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells the shop, and the people who run the marketplace, that a variant runs out.</summary>
public sealed class TellOfLowStock(IMarketplaceDb db, IUserDirectory directory, Notifier notifier, RelayedMessage message) : IReactTo<StockRanLow>
{
    public async Task HandleAsync(StockRanLow happened, CancellationToken ct)
    {
        var variants = db.Variants.Where(v => v.Id == happened.VariantId);
        var item = await variants.Join(db.Products, v => v.ProductId, p => p.Id, (v, p) => new { v.Sku, p.Name }).FirstOrDefaultAsync(ct);
        var vendor = await db.Set<Vendor>().AsNoTracking().FirstOrDefaultAsync(v => v.Id == happened.VendorId, ct);
        if (item is null || vendor is null)
        {
            return; // removed meanwhile
        }

        var left = happened.Available <= 0 ? "Sold out" : $"Only {happened.Available} left";
        foreach (var member in vendor.MembersWho(VendorRight.SetStock))
        {
            await notifier.TellAsync(member.UserId, "low_stock", $"{left}: {item.Name}", $"SKU {item.Sku}. Fill it up, so that nobody leaves without it.", "/vendor/products", ct);
        }

        foreach (var admin in (await directory.WithRightAsync(AdminRight.SeeProducts, ct)).Where(a => vendor.Members.All(m => m.UserId != a.Id)))
        {
            await notifier.TellAsync(admin.Id, "low_stock", $"{left}: {item.Name}", $"At {vendor.Name}, SKU {item.Sku}.", "/admin/products", ct);
        }

        await notifier.MailAsync("low-stock", message.Id.ToString(), vendor.Email, new()
        {
            ["item"] = item.Name,
            ["sku"] = item.Sku,
            ["shop"] = vendor.Name,
            ["available"] = happened.Available.ToString(CultureInfo.InvariantCulture),
            ["portalUrl"] = notifier.PortalUrl("/vendor/products"),
        }, ct);
        await db.SaveChangesAsync(ct);
    }
}
