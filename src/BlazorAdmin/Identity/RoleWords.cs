using Marketplace.Contracts.Identity;

namespace Marketplace.BlazorAdmin.Identity;

/// <summary>Admin roles and what was done to accounts, in words.</summary>
internal static class RoleWords
{
    /// <summary>What somebody is trusted with, and what that lets them do.</summary>
    public static IReadOnlyList<(string Role, string Title, string Text)> Administrators { get; } =
    [
        ("admin", "Super admin", "May do everything, and decides who is an administrator."),
        ("support", "Support", "Sees people, orders and deliveries; suspends accounts and cancels orders."),
        ("finance", "Finance", "Fees, taxes and refunds."),
        ("catalogue", "Catalogue", "Approves shops, resellers and influencers, hides products, keeps the categories."),
        ("dispatch", "Dispatch", "Riders and deliveries."),
    ];

    public static string Title(string role) => Administrators.FirstOrDefault(r => r.Role == role) is { Title: { } title } ? title : Orders.OrderWords.Plain(role);

    public static bool IsAdministrator(string role) => Administrators.Any(r => r.Role == role);

    /// <summary>Where somebody agreed to the terms.</summary>
    public static string AgreedAt(string place) => place switch
    {
        "ASKED" => "when asked",
        "EXTERNAL" => "opening the account with Google",
        _ => "opening the account",
    };

    public static string Change(AccountChange change) => change.Action switch
    {
        "suspended" => "Suspended",
        "reactivated" => "Reactivated",
        "sign-ins-ended" => "Signed out everywhere",
        "password-required" => "New password required",
        "second-factor-removed" => "Second step turned off",
        "roles-set" => "Roles changed",
        "invited" => "Invited",
        "corrected" => "Account corrected",
        "deletion-asked" => "To be deleted",
        "deletion-cancelled" => "Kept after all",
        _ => change.Action,
    };
}
