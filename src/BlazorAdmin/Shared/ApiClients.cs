using Marketplace.BlazorShared.SignIn;
using Marketplace.Contracts.Analytics;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Media;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>
/// The typed clients, one set for each circuit. They are not made by the client factory, because its handlers live in a scope of
/// their own and would not see the circuit's user and shop; the connections below are shared by all.
/// </summary>
internal static class ApiClients
{
    public static void AddApiClients(this IServiceCollection services)
    {
        services.AddSingleton(_ => new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            UseCookies = false,
        });
        services.AddScoped<ChosenShop>();
        services.AddScoped(Client);
        services.AddScoped<MeClient>().AddScoped<NotificationsClient>().AddScoped<MediaClient>();
        services.AddScoped<CatalogClient>().AddScoped<VendorProductsClient>().AddScoped<VendorOrdersClient>();
        services.AddScoped<VendorsClient>().AddScoped<VendorProfileClient>().AddScoped<RiderClient>().AddScoped<SettingsClient>();
        services.AddScoped<DashboardClient>().AddScoped<AdminVendorsClient>().AddScoped<AdminProductsClient>();
        services.AddScoped<AdminOrdersClient>().AddScoped<AdminUsersClient>().AddScoped<DispatchClient>();
    }

    private static HttpClient Client(IServiceProvider services)
    {
        var handler = new ShopHeaderHandler(services.GetRequiredService<ChosenShop>())
        {
            InnerHandler = services.WithAccessToken(services.GetRequiredService<SocketsHttpHandler>()),
        };
        return new HttpClient(handler, disposeHandler: false)
        {
            BaseAddress = services.GetRequiredService<PortalUrls>().Api,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }
}
