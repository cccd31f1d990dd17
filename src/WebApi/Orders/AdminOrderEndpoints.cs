using Marketplace.Application.Orders;
using Marketplace.Application.Settings;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Settings;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Orders;

internal static class AdminOrderEndpoints
{
    public static void MapAdminOrders(this IEndpointRouteBuilder api)
    {
        var orders = api.MapGroup("/admin/orders").WithTags("Admin orders");
        orders.MapGet("", List).RequireRight(AdminRight.SeeOrders).WithSummary("List all orders, newest first");
        orders.MapGet("/{number}", Get).RequireRight(AdminRight.SeeOrders).WithSummary("Show an order with its payments and deliveries");
        orders.MapPost("/{number}/parts/{partId:guid}/cancel", CancelPart).RequireRight(AdminRight.CancelOrders).RequireRecentSignIn().WithSummary("Cancel one shop's part; the shopper gets everything back");

        var settings = api.MapGroup("/admin/settings").WithTags("Settings");
        settings.MapGet("", GetSettings).RequireRight(AdminRight.SeeSettings).WithSummary("Show how the marketplace charges");
        settings.MapPut("", SaveSettings).RequireRight(AdminRight.ChangeSettings).RequireRecentSignIn().ChecksRevisionOf<MarketplaceSettings>(isRequired: true).WithSummary("Change how the marketplace charges");
        api.MapGet("/store", Store).WithTags("Settings").AllowAnonymous().WithSummary("Show the store's name, currency, tax classes and states");
    }

    private static async Task<Ok<Page<AdminOrderItem>>> List(
        [AsParameters] Paging paging, string? search, string? state, Guid? vendorId, DateOnly? from, DateOnly? to, AdminOrderViews views, TownTime town, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(
            new(search, state, vendorId is { } id ? VendorId.From(id) : null, town.StartOf(from), town.EndOf(to), paging.SliceOr(25)), ct));

    private static async Task<Results<Ok<AdminOrderDetails>, ProblemHttpResult>> Get(string number, AdminOrderViews views, CancellationToken ct) =>
        (await views.ShowAsync(number, ct)).ToOk();

    private static async Task<Results<Ok<AdminOrderDetails>, ProblemHttpResult>> CancelPart(
        string number, Guid partId, ReasonRequest request, OrderSteps handler, AdminOrderViews views, CancellationToken ct) =>
        await handler.CancelByAdminAsync(number, VendorOrderId.From(partId), request.Reason, ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : (await views.ShowAsync(number, ct)).ToOk();

    private static async Task<Ok<SettingsDto>> GetSettings(ChangeSettingsHandler handler, CancellationToken ct) => TypedResults.Ok(await handler.ShowAsync(ct));

    private static async Task<Results<Ok<SettingsDto>, ProblemHttpResult>> SaveSettings(SettingsDto request, ChangeSettingsHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request, ct)).ToOk();

    private static async Task<Ok<StoreInfo>> Store(ISettings settings, CancellationToken ct)
    {
        var rules = await settings.GetAsync(ct);
        return TypedResults.Ok(new StoreInfo(
            rules.StoreName, rules.Currency, rules.Region, rules.PriceIncludesTax,
            [.. rules.TaxClasses.Where(c => c.Code != TaxClass.Fees).Select(c => new TaxClassOption(c.Code, c.Name, c.RateIn(rules.Region)))],
            [.. rules.StatesToAskFor().Select(r => new StateOption(r.ToStateCode()!, r.Name))]));
    }
}
