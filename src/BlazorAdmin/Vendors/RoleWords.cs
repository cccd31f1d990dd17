using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Vendors;

/// <summary>Roles at a shop, and what happened to its team, as the portal says it.</summary>
internal static class RoleWords
{
    public static string Title(string role) => role switch
    {
        VendorRoles.Owner => "Owner",
        VendorRoles.Manager => "Manager",
        VendorRoles.Catalogue => "Catalogue",
        VendorRoles.Orders => "Orders",
        VendorRoles.Finance => "Finance",
        VendorRoles.Chat => "Chat",
        _ => role,
    };

    public static string Does(string role) => role switch
    {
        VendorRoles.Owner => "Everything, and decides who owns and manages the shop.",
        VendorRoles.Manager => "Everything, but for who owns and manages the shop.",
        VendorRoles.Catalogue => "Looks after products, prices, stock and pictures. Sees no orders and no money.",
        VendorRoles.Orders => "Accepts, packs and hands over, pauses the shop, corrects stock. Sees no figures and no commission.",
        VendorRoles.Finance => "Sees orders, sales, commission and what the shop receives. Changes nothing.",
        VendorRoles.Chat => "Sees products and orders, to answer shoppers. Changes nothing.",
        _ => "",
    };

    public static string Act(TeamHistoryEntry entry) => entry.Act switch
    {
        "INVITED" => $"invited {entry.About} as {Small(entry.RoleAfter)}",
        "SENT_AGAIN" => $"sent the invitation to {entry.About} again",
        "WITHDRAWN" => $"withdrew the invitation to {entry.About}",
        "DECLINED" => $"declined the invitation to {entry.About}",
        "JOINED" => $"joined as {Small(entry.RoleAfter)}",
        "ROLE_CHANGED" => $"made {entry.About} {Small(entry.RoleAfter)}, before {Small(entry.RoleBefore)}",
        "REMOVED" => $"took {entry.About} out of the team, before {Small(entry.RoleBefore)}",
        "LEFT" => $"left the team, before {Small(entry.RoleBefore)}",
        _ => entry.Act,
    };

    private static string Small(string? role) => Title(role ?? "").ToLowerInvariant();
}
