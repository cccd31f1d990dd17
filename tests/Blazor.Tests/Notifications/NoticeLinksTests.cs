using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorStore.Hosting;

namespace Marketplace.Blazor.Tests.Notifications;

/// <summary>A notice is read at the store and at the portal, and leads to the same page from both.</summary>
public sealed class NoticeLinksTests
{
    private static readonly PortalUrls Portal = new(new("https://api.example/"), new("https://id.example/"), new("https://store.example/"), new("https://portal.example/"));
    private static readonly UrlOptions Store = new() { Identity = "https://id.example", Portal = "https://portal.example", Store = "https://store.example" };

    [Theory]
    [InlineData("/vendor", "/vendor", "https://portal.example/vendor")]
    [InlineData("/vendor/orders/1", "/vendor/orders/1", "https://portal.example/vendor/orders/1")]
    [InlineData("/admin/vendors/1?tab=team", "/admin/vendors/1?tab=team", "https://portal.example/admin/vendors/1?tab=team")]
    [InlineData("/vendors", "https://store.example/vendors", "/vendors")]
    [InlineData("/orders/MK-1", "https://store.example/orders/MK-1", "/orders/MK-1")]
    [InlineData("/account", "https://store.example/account", "/account")]
    [InlineData("/", "https://store.example/", "/")]
    [InlineData("/developer/reviews", "https://id.example/developer/reviews", "https://id.example/developer/reviews")]
    [InlineData("/account/privacy", "https://id.example/account/privacy", "https://id.example/account/privacy")]
    public void Lead_to_the_host_that_has_the_page(string link, string fromPortal, string fromStore)
    {
        Assert.Equal(fromPortal, BlazorAdmin.Notifications.NoticeLinks.Address(Portal, link));
        Assert.Equal(fromStore, BlazorStore.Notifications.NoticeLinks.Address(Store, link));
    }
}
