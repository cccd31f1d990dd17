using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.WebApi.Tests.Vendors;

internal static class SampleVendors
{
    /// <summary>An approved shop of this owner.</summary>
    public static Vendor Open(UserId owner, DateTimeOffset now, string name = "Lotus & Leaf", string email = "shop@example.org")
    {
        var id = VendorId.New();
        var vendor = Vendor.Register(
            owner, $"shop-{id.Value:N}",
            new(name, "", "1 Market Street", "Tarapet", "IN-TN", "600001", "IN", new(12.912, 80.242), "+91 98400 11111", email), 10, now, id).Value!;
        vendor.Approve(now);
        return vendor;
    }
}
