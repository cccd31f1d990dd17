using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Vendors;

/// <summary>The pages of a shop, with the right that opens each and everything below it.</summary>
internal static class VendorPages
{
    /// <summary>Not in the rail: it is one step from its list.</summary>
    private static readonly NavItem NewProduct = new("/vendor/products/new", "New product", "plus", false) { Right = VendorRights.EditCatalogue };

    /// <param name="waiting">New orders.</param>
    public static IReadOnlyList<NavItem> All(int waiting = 0) =>
    [
        new("/vendor", "Today", "bell-ring", true, waiting) { Right = VendorRights.SeeOrders },
        new("/vendor/orders", "Orders", "clipboard-list", true, Others: "/vendor/orders") { Right = VendorRights.SeeOrders },
        new("/vendor/products", "Products", "package", true, Others: ["/vendor/products", "/vendor/stock"]) { Right = VendorRights.SeeCatalogue },
        new("/vendor/figures", "Figures", "chart-column", true) { Right = VendorRights.SeeMoney },
        new("/vendor/earnings", "Earnings", "wallet", false) { Right = VendorRights.SeeMoney },
        new("/vendor/import", "Import and export", "upload", false) { Right = VendorRights.ExchangeCatalogue },
        new("/vendor/team", "Team", "users", false, Others: "/vendor/team") { Right = VendorRights.SeeTeam },
        new("/vendor/api-keys", "API keys", "key-round", false) { Right = VendorRights.ManageKeys },
        new("/vendor/audit", "Audit log", "shield-check", false) { Right = VendorRights.SeeAudit },
        new("/vendor/profile", "Shop settings", "settings", false) { Right = VendorRights.EditShop },
    ];

    /// <returns>What an address needs; null for one that we do not know, which opens to nobody.</returns>
    public static string? RightFor(string path) => path == NewProduct.Href ? NewProduct.Right : All().FirstOrDefault(page => page.IsCurrent(path))?.Right;

    /// <summary>Who may not see today's orders begins with the first page that they may see.</summary>
    public static string StartFor(IReadOnlyList<string> rights) => All().FirstOrDefault(page => rights.Contains(page.Right!))?.Href ?? "/";
}
