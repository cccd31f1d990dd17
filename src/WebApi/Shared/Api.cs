using Marketplace.WebApi.Analytics;
using Marketplace.WebApi.Audit;
using Marketplace.WebApi.Catalog;
using Marketplace.WebApi.Deliveries;
using Marketplace.WebApi.Deliveries.Shifts;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Legal;
using Marketplace.WebApi.Media;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Partners;
using Marketplace.WebApi.Vendors;
using Marketplace.WebApi.Carts;
using Marketplace.WebApi.Orders;
using Marketplace.WebApi.Payments;

namespace Marketplace.WebApi.Shared;

internal static class Api
{
    /// <summary>Every route of the API. A feature adds its line here.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithFields().WithAnswerHeaders().WithValidation();
        api.MapCatalog();
        api.MapVendorProducts();
        api.MapProductImports();
        api.MapAdminCatalog();
        api.MapVendors();
        api.MapVendorProfile();
        api.MapTeam();
        api.MapPartners();
        api.MapApiKeys();
        api.MapMe();
        api.MapMediaUpload();
        app.MapMediaFiles();
        api.MapVideoUpload();
        app.MapVideoFiles();
        api.MapLive();
        api.MapNotifications();
        api.MapMarketing();
        api.MapRestockAlerts();
        api.MapFailedEvents();
        api.MapAddresses();
        api.MapAdminPeople();
        api.MapAudit();
        api.MapProfiles();
        api.MapPeople();
        api.MapPrivacy();
        api.MapLegal();
        api.MapGuestData();
        api.MapAnalytics();
        api.MapCarts();
        api.MapOrders();
        api.MapVendorOrders();
        api.MapEarnings();
        api.MapAdminOrders();
        api.MapPayments();
        api.MapRider();
        api.MapDispatch();
        api.MapShifts();
        api.MapRiderShifts();
        app.MapSandboxPages();
        app.MapMailPages();
    }
}
