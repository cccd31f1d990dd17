using Marketplace.Contracts.Identity;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>The parts of the operations area, with the right that opens each and everything below it.</summary>
internal static class AdminPages
{
    public static IReadOnlyList<NavItem> All { get; } =
    [
        new("/admin", "Overview", "layout-dashboard", true) { Right = Rights.SeeOverview },
        new("/admin/dispatch", "Dispatch", "map", true) { Right = Rights.SeeDeliveries },
        new("/admin/orders", "Orders", "clipboard-list", true, Others: "/admin/orders") { Right = Rights.SeeOrders },
        new("/admin/vendors", "Shops", "store", true, Others: "/admin/vendors") { Right = Rights.SeeShops },
        new("/admin/products", "Products", "package", false, Others: "/admin/products") { Right = Rights.SeeProducts },
        new("/admin/categories", "Categories", "tags", false) { Right = Rights.ManageCategories },
        new("/admin/brands", "Brands", "tag", false) { Right = Rights.ManageCategories },
        new("/admin/riders", "Riders", "bike", false) { Right = Rights.SeeRiders },
        new("/admin/applications", "Applications", "user-plus", false, Others: "/admin/applications") { Right = Rights.SeePartners },
        new("/admin/shifts", "Shifts", "calendar", false) { Right = Rights.SeeRiders },
        new("/admin/users", "Users", "users", false, Others: "/admin/users") { Right = Rights.SeePeople },
        new("/admin/audit", "Audit log", "shield-check", false) { Right = Rights.SeeAudit },
        new("/admin/events", "Failed events", "triangle-alert", false) { Right = Rights.SeeSystem },
        new("/admin/settings", "Settings", "sliders-horizontal", false, Others: "/admin/settings") { Right = Rights.SeeSettings },
    ];

    /// <summary>Who may not see the overview begins with the first page that they may see.</summary>
    public static string StartFor(IReadOnlyList<string> rights) => All.FirstOrDefault(page => rights.Contains(page.Right!))?.Href ?? "/";

    /// <returns>The part that an address lies in; null for none that we know, which opens to nobody.</returns>
    public static NavItem? Of(string path) => All.FirstOrDefault(page => page.IsCurrent(path));
}
