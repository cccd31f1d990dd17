using Marketplace.Application.Shared;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Orders;

internal static class OrderQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Order> Orders => db.Set<Order>();
        public DbSet<VendorOrder> VendorOrders => db.Set<VendorOrder>();
        public DbSet<OrderHistory> OrderHistory => db.Set<OrderHistory>();
        public DbSet<Payment> Payments => db.Set<Payment>();
        public DbSet<Cart> Carts => db.Set<Cart>();
        public DbSet<StockItem> StockItems => db.Set<StockItem>();
    }

    extension(IQueryable<Order> orders)
    {
        /// <summary>The orders that this person placed, or the one whose token they hold.</summary>
        public IQueryable<Order> SeenBy(OrderReader reader)
        {
            var (user, hash) = (reader.User, reader.TokenHash);
            return orders.Where(o => (user != null && o.CustomerId == user) || (hash != null && o.AccessTokenHash == hash));
        }
    }

    extension(IQueryable<VendorOrder> parts)
    {
        public IQueryable<VendorOrder> OwnedBy(VendorId vendor) => parts.Where(p => p.VendorId == vendor);

        /// <summary>A shop sees an order once it may begin: not before it is paid, and not when it never was.</summary>
        public IQueryable<VendorOrder> VisibleToVendor() => parts.Where(p => p.State != VendorOrderState.Pending && p.CancelCause != CancelCause.Unpaid);

        /// <summary>False where the marketplace ended the part in the same step: then its end is told, and not that it failed.</summary>
        public Task<bool> IsStillFailedAsync(VendorOrderId id, CancellationToken ct) => parts.AnyAsync(p => p.Id == id && p.State == VendorOrderState.Failed, ct);
    }
}

/// <summary>Who asks for an order: a signed-in user, the holder of a guest's access token, or both.</summary>
public sealed record OrderReader(UserId? User, string? AccessToken)
{
    public byte[]? TokenHash => Secrets.Hash(AccessToken);
}
