using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Vendors;

/// <summary>Roles as mails and notices say them.</summary>
internal static class RoleWords
{
    public static string Of(VendorRole role) => role switch
    {
        VendorRole.Owner => "owner",
        VendorRole.Manager => "manager",
        VendorRole.Catalogue => "catalogue",
        VendorRole.Orders => "orders",
        VendorRole.Finance => "finance",
        VendorRole.Chat => "chat",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>What somebody does in it, after "you".</summary>
    public static string Does(VendorRole role) => role switch
    {
        VendorRole.Owner => "run the shop and decide who works there",
        VendorRole.Manager => "run the shop for its owners",
        VendorRole.Catalogue => "look after products, prices and stock",
        VendorRole.Orders => "accept, pack and hand over orders",
        VendorRole.Finance => "see orders, sales and what the shop receives",
        VendorRole.Chat => "see products and orders, to answer shoppers",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
