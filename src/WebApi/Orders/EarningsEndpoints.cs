using Marketplace.Application.Orders;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Orders;

internal static class EarningsEndpoints
{
    public static void MapEarnings(this IEndpointRouteBuilder api)
    {
        var earnings = api.MapGroup("/vendor/earnings").WithTags("Vendor earnings").RequireAuthorization(Policies.Vendor).Needs(VendorRight.SeeMoney);
        earnings.MapGet("", Get).WithSummary("Show what the shop earned in some days");
        earnings.MapGet("/orders", Orders).WithSummary("List what the shop earned by each order, newest first");
        earnings.MapGet("/export", Export).Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("Download what the shop earned by each order, as CSV");
    }

    private static async Task<Results<Ok<VendorEarnings>, ProblemHttpResult>> Get(CurrentVendor vendor, DateOnly? from, DateOnly? to, Earnings earnings, CancellationToken ct)
    {
        var days = earnings.Days(from, to);
        return days.IsSuccess ? TypedResults.Ok(await earnings.ShowAsync(vendor.Id, days.Value, ct)) : days.Error.ToProblem();
    }

    private static async Task<Results<Ok<Page<OrderEarning>>, ProblemHttpResult>> Orders(
        CurrentVendor vendor, [AsParameters] Paging paging, DateOnly? from, DateOnly? to, Earnings earnings, CancellationToken ct)
    {
        var days = earnings.Days(from, to);
        return days.IsSuccess ? TypedResults.Ok(await earnings.OrdersAsync(vendor.Id, days.Value, paging.SliceOr(25), ct)) : days.Error.ToProblem();
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> Export(
        CurrentVendor vendor, DateOnly? from, DateOnly? to, Earnings earnings, ExportEarningsHandler handler, CancellationToken ct)
    {
        var days = earnings.Days(from, to);
        return days.IsSuccess
            ? TypedResults.Stream(stream => handler.HandleAsync(vendor.Id, days.Value, stream, ct), "text/csv; charset=utf-8", "earnings.csv")
            : days.Error.ToProblem();
    }
}
