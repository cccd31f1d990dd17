using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Notifications;

internal static class NoticeLinks
{
    private static readonly string[] Ours = ["/vendor", "/admin", "/rider", "/notices", "/invitation"];

    /// <summary>A notice leads to a page of the portal; what belongs to the storefront is not followed from here.</summary>
    public static void Follow(NavigationManager navigation, string? link)
    {
        if (link is not null && Ours.Any(o => link == o || link.StartsWith(o + "/", StringComparison.Ordinal) || link.StartsWith(o + "?", StringComparison.Ordinal)))
        {
            navigation.NavigateTo(link);
        }
    }
}
