namespace Marketplace.BlazorAdmin.Audit;

/// <summary>The audit log in words.</summary>
internal static class AuditWords
{
    private static readonly IReadOnlyList<(string Kind, string Title, string Plural, bool IsShops)> Subjects =
    [
        ("account", "Account", "Accounts", false), ("shop", "Shop", "Shops", true), ("member", "Team member", "Team", true), ("invitation", "Invitation", "Invitations", true),
        ("variant", "Price", "Prices", true), ("product", "Product", "Products", true), ("api-key", "API key", "API keys", true), ("part", "Order of a shop", "Orders", true),
        ("category", "Category", "Categories", false), ("brand", "Brand", "Brands", false), ("delivery", "Delivery", "Deliveries", true), ("rider", "Rider", "Riders", false),
        ("partner-application", "Application to work with us", "Applications to work with us", false), ("partner", "Reseller or influencer", "Resellers and influencers", false),
        ("shift", "Shift", "Shifts", false),
        ("settings", "Settings", "Settings", false), ("application", "Application", "Applications", false), ("event", "Failed event", "Events", false),
    ];

    private static readonly Dictionary<string, string> Actions = new()
    {
        ["account.suspended"] = "Account suspended",
        ["account.reactivated"] = "Account reactivated",
        ["account.sign-ins-ended"] = "Signed out everywhere",
        ["account.password-required"] = "New password required",
        ["account.second-factor-removed"] = "Second step turned off",
        ["account.roles-set"] = "Roles in operations changed",
        ["account.invited"] = "Invited to open an account",
        ["account.corrected"] = "Account corrected",
        ["account.deletion-asked"] = "Account to be deleted",
        ["account.deletion-cancelled"] = "Account kept after all",
        ["acting.started"] = "Began to act for",
        ["acting.changes"] = "Changed something in their place",
        ["acting.ended"] = "Stopped acting for",
        ["shop.approved"] = "Shop approved",
        ["shop.suspended"] = "Shop suspended",
        ["shop.commission-changed"] = "Commission changed",
        ["shop.free-delivery-changed"] = "Free delivery from another amount",
        ["team.Invited"] = "Invited to the team",
        ["team.SentAgain"] = "Invitation sent again",
        ["team.Withdrawn"] = "Invitation withdrawn",
        ["team.Declined"] = "Invitation declined",
        ["team.Joined"] = "Joined the team",
        ["team.RoleChanged"] = "Role in the team changed",
        ["team.Removed"] = "Taken out of the team",
        ["team.Left"] = "Left the team",
        ["price.changed"] = "Price changed",
        ["product.hidden"] = "Product hidden",
        ["product.shown"] = "Product shown again",
        ["product.corrected"] = "Product changed by the marketplace",
        ["product.removed"] = "Product removed by the marketplace",
        ["api-key.made"] = "API key made",
        ["api-key.rotated"] = "API key replaced",
        ["api-key.revoked"] = "API key revoked",
        ["part.cancelled"] = "Order cancelled by the marketplace",
        ["category.added"] = "Category added",
        ["category.changed"] = "Category changed",
        ["category.placed"] = "Category moved among its neighbours",
        ["category.removed"] = "Category removed",
        ["brand.changed"] = "Brand changed",
        ["delivery.assigned"] = "Delivery given to a rider",
        ["delivery.passed-on"] = "Parcel passed on to another rider",
        ["delivery.turned-back"] = "Parcel sent back to the shop",
        ["delivery.at-shop"] = "Parcel is back at the shop",
        ["delivery.lost"] = "Parcel given up for lost",
        ["rider.added"] = "Rider added",
        ["rider.changed"] = "Rider changed",
        ["partner-application.approved"] = "Application to work with us approved",
        ["partner-application.rejected"] = "Application to work with us rejected",
        ["partner.opened"] = "Public page opened",
        ["partner.reopened"] = "Public page opened again",
        ["partner.closed"] = "Public page closed",
        ["shift.planned"] = "Shift planned",
        ["shift.published"] = "Shift published",
        ["shift.cancelled"] = "Shift called off",
        ["shift.places-changed"] = "Places of a shift changed",
        ["shift.rider-assigned"] = "Rider put into a shift",
        ["shift.rider-taken-off"] = "Rider taken off a shift",
        ["settings.changed"] = "Settings changed",
        ["legal.published"] = "Text published",
        ["event.retried"] = "Failed event tried again",
        ["application.approved"] = "Application approved",
        ["application.refused"] = "Application refused",
    };

    /// <summary>For filters.</summary>
    public static IReadOnlyList<(string Value, string Text)> Kinds(bool ofShop) =>
        [("", "All"), .. Subjects.Where(s => s.IsShops || !ofShop).Select(s => (s.Kind, s.Kind == "shop" && ofShop ? "The shop" : s.Plural))];

    public static string Kind(string kind) => Subjects.FirstOrDefault(s => s.Kind == kind).Title ?? kind;

    public static string Action(string action) => Actions.GetValueOrDefault(action) ?? Plain(action);

    /// <summary>"application.secret_added": the rest of the words say themselves.</summary>
    private static string Plain(string action)
    {
        var words = action.Replace('.', ' ').Replace('_', ' ').Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
