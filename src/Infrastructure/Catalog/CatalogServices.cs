using Marketplace.Application.Catalog;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Infrastructure.Media;
using Marketplace.Infrastructure.Vendors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Catalog;

internal static class CatalogServices
{
    /// <summary>The catalogue, the shops and their pictures.</summary>
    public static void AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new TownTime(TimeZoneInfo.FindSystemTimeZoneById(configuration["Store:TimeZone"] ?? "Asia/Kolkata")));
        services.AddSingleton(provider => new MediaUrls(new Uri(provider.GetRequiredService<PublicUrls>().Api)));
        services.AddSingleton<ICatalogReads, CatalogReads>();
        services.AddSingleton<IVendorReads, VendorReads>();
        services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section);
        services.AddSingleton<Thumbnails>();
        services.AddSingleton<IMediaStore, DiskMediaStore>();
    }
}
