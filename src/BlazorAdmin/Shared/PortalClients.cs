using Marketplace.BlazorShared.SignIn;
using Marketplace.Contracts.Analytics;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Legal;
using Marketplace.Contracts.Media;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Partners;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>The typed clients of the portal; they act as the signed-in user, for the chosen shop.</summary>
internal static class PortalClients
{
    /// <summary>Fifty megabytes through a thin line.</summary>
    private static readonly TimeSpan Uploads = TimeSpan.FromMinutes(15);

    public static void AddPortalClients(this IServiceCollection services)
    {
        services.AddScoped<ChosenShop>();
        services.AddApiHandler<ShopHeaderHandler>();
        services.AddApiClient<MeClient>().AddApiClient<ProfileClient>().AddApiClient<NotificationsClient>().AddApiClient<MediaClient>(Uploads);
        services.AddApiClient<CatalogClient>().AddApiClient<VendorProductsClient>().AddApiClient<VendorOrdersClient>().AddApiClient<EarningsClient>();
        services.AddApiClient<PartnerClient>().AddApiClient<AdminPartnersClient>();
        services.AddApiClient<TeamClient>().AddApiClient<InvitationsClient>().AddApiClient<ApiKeysClient>();
        services.AddApiClient<VendorsClient>().AddApiClient<VendorProfileClient>().AddApiClient<RiderClient>().AddApiClient<RiderShiftsClient>().AddApiClient<ShiftsClient>().AddApiClient<SettingsClient>().AddApiClient<LegalClient>();
        services.AddApiClient<DashboardClient>().AddApiClient<AdminVendorsClient>().AddApiClient<AdminProductsClient>();
        services.AddApiClient<AuditClient>().AddApiClient<AdminOrdersClient>().AddApiClient<AdminUsersClient>().AddApiClient<DispatchClient>().AddApiClient<FailedEventsClient>();
    }
}
