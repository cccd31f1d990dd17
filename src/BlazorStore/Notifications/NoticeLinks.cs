using Marketplace.BlazorShared.Notifications;
using Marketplace.BlazorStore.Hosting;

namespace Marketplace.BlazorStore.Notifications;

internal static class NoticeLinks
{
    /// <summary>Where a notice leads, which need not be a page of the store.</summary>
    /// <param name="path">As <see cref="LocalPath"/> lets it through.</param>
    public static string Address(UrlOptions urls, string path) => NoticeHosts.Of(path) switch
    {
        NoticeHost.Portal => urls.Portal + path,
        NoticeHost.Identity => urls.Identity + path,
        _ => path,
    };
}
