using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.WebApi.Vendors;

/// <summary>The shops as shoppers see them, from ready-made answers.</summary>
internal static class VendorEndpoints
{
    public static void MapVendors(this IEndpointRouteBuilder api)
    {
        var vendors = api.MapGroup("/vendors").WithTags("Shops").AllowAnonymous();
        vendors.MapGet("", List).Produces<IReadOnlyList<VendorCard>>().ProducesProblem(StatusCodes.Status400BadRequest).WithSummary("List the shops");
        vendors.MapGet("/{idOrSlug}/delivery", Delivery).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Estimate when a shop's goods would be at a place, and for what fee");
        vendors.MapGet("/{idOrSlug}", Get).Produces<VendorDetails>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Show one shop");
    }

    private static async Task<IResult> List(
        string? sort, double? latitude, double? longitude, HttpContext http, [FromServices] ReadyAnswers answers, [FromServices] IVendorReads reads)
    {
        var near = PlaceOf(latitude, longitude);
        VendorSort? order = sort switch { null or "" or "open" => VendorSort.Open, "name" => VendorSort.Name, "rating" => VendorSort.Rating, "near" => VendorSort.Near, _ => null };
        return order is not { } known
            ? new Error(ErrorKind.Invalid, "request.invalid", "Sort by open, name, rating or near.", "sort").ToProblem()
            : near is { IsValid: false } || (known == VendorSort.Near && near is null)
            ? NoPlace.ToProblem()
            : await answers.AnswerAsync(http, async ct => new(await reads.ListAsync(known, near, ct), AnswerTags.Vendors, AnswerTags.Products));
    }

    private static Task<IResult> Get(string idOrSlug, HttpContext http, ReadyAnswers answers, IVendorReads reads) => answers.AnswerAsync(
        http, async ct => await reads.GetAsync(idOrSlug, ct) is { } vendor
            ? new(vendor, AnswerTags.Of(new VendorId(vendor.Card.Id)), AnswerTags.Vendors, AnswerTags.Products, AnswerTags.Settings)
            : null);

    private static async Task<Results<Ok<DeliveryEstimate>, ProblemHttpResult>> Delivery(
        string idOrSlug, double? latitude, double? longitude, decimal? goods, EstimateDeliveryHandler handler, CancellationToken ct) =>
        PlaceOf(latitude, longitude) is var place && place is { IsValid: false }
            ? NoPlace.ToProblem()
            : (await handler.HandleAsync(new(idOrSlug, place, goods ?? 0), ct)).ToOk();

    private static Error NoPlace { get; } = new(ErrorKind.Invalid, "request.invalid", "Say where you are, in degrees.", "latitude");

    private static Position? PlaceOf(double? latitude, double? longitude) => latitude is { } lat && longitude is { } lon ? new Position(lat, lon) : null;
}
