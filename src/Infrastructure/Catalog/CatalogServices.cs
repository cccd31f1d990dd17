using Marketplace.Application.Catalog;
using Marketplace.Application.Catalog.Imports;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Infrastructure.Catalog.Imports;
using Marketplace.Infrastructure.Media;
using Marketplace.Infrastructure.Shared;
using Marketplace.Infrastructure.Vendors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Catalog;

public static class CatalogServices
{
    /// <summary>For the host that serves, as opposed to its commands.</summary>
    public static void AddImportWorker(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<ImportWorker>()).AddHostedService<ImportWatch>();

    /// <summary>The catalogue, the shops, their pictures and videos.</summary>
    internal static void AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new TownTime(TimeZoneInfo.FindSystemTimeZoneById(configuration["Store:TimeZone"] ?? "Asia/Kolkata")));
        services.AddSingleton(provider => new MediaUrls(new Uri(provider.GetRequiredService<PublicUrls>().Api)));
        services.AddSingleton<ICatalogReads, CatalogReads>();
        services.AddSingleton<IVendorReads, VendorReads>();
        services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Thumbnails>();
        services.AddSingleton<IMediaStore, DiskMediaStore>();
        services.AddSingleton<IVideoStore, DiskVideoStore>();
        services.AddSingleton<IMediaUses, MediaUses>();
        services.AddScoped<IBulkInsert, PostgresBulkInsert>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportWorker>();
        services.AddSingleton<IImports>(provider => provider.GetRequiredService<ImportWorker>());
    }
}
