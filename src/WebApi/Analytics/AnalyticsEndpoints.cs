using Marketplace.Application.Analytics;
using Marketplace.Contracts.Analytics;
using Marketplace.Contracts.Orders;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Analytics;

internal static class AnalyticsEndpoints
{
    public static void MapAnalytics(this IEndpointRouteBuilder api)
    {
        api.MapGet("/vendor/today", Today).WithTags("Vendor orders").RequireAuthorization(Policies.Vendor).Needs(VendorRight.SeeMoney).WithSummary("Show the shop's figures of today and of thirty days");
        api.MapGet("/admin/dashboard", Dashboard).WithTags("Admin").RequireRight(AdminRight.SeeOverview).WithSummary("Show what needs a person, and the marketplace's figures");
    }

    private static async Task<Ok<VendorToday>> Today(CurrentVendor vendor, IAnalytics analytics, CancellationToken ct) =>
        TypedResults.Ok(await analytics.OfVendorAsync(vendor.Id, ct));

    private static async Task<Ok<AdminDashboard>> Dashboard(IAnalytics analytics, CancellationToken ct) =>
        TypedResults.Ok(await analytics.OfMarketplaceAsync(ct));
}
