using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Notifications;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Notifications;

internal static class NoticeLinks
{
    /// <summary>A notice leads to a page of the portal, or away from it to the store or to the identity server.</summary>
    public static void Follow(NavigationManager navigation, PortalUrls urls, string? link)
    {
        if (link is not null)
        {
            navigation.NavigateTo(Address(urls, link), forceLoad: NoticeHosts.Of(link) != NoticeHost.Portal);
        }
    }

    public static string Address(PortalUrls urls, string link) => NoticeHosts.Of(link) switch
    {
        NoticeHost.Portal => link,
        NoticeHost.Identity => new Uri(urls.Identity, link.TrimStart('/')).AbsoluteUri,
        _ => new Uri(urls.Store, link.TrimStart('/')).AbsoluteUri,
    };
}
