using Marketplace.Application.Catalog.Imports;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Vendors;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.WebApi.Catalog;

internal static class ImportEndpoints
{
    private const long MaxUpload = 100L * 1024 * 1024;

    public static void MapProductImports(this IEndpointRouteBuilder api)
    {
        var products = api.MapGroup("/vendor/products").WithTags("Vendor products").RequireAuthorization(Policies.Vendor).OpenToApps(ApiScopes.VendorCatalog);
        products.MapPost("/imports", Start).Needs(VendorRight.ExchangeCatalogue).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MaxUpload))
            .WithSummary("Import products from a CSV file, or from a ZIP of one with its pictures");
        products.MapGet("/imports/{id:guid}", Get).Needs(VendorRight.ExchangeCatalogue).WithSummary("Tell how far an import is");
        products.MapGet("/export", Export).Needs(VendorRight.ExchangeCatalogue).Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("Export all products as CSV");
    }

    private static async Task<Results<Accepted<ImportJob>, ProblemHttpResult>> Start(
        CurrentVendor vendor, CurrentUser user, IFormFile? file, string? format, bool? dryRun, StartImportHandler handler, CancellationToken ct)
    {
        if (file is null || file.Length == 0)
        {
            return StartImportHandler.NoFile.ToProblem();
        }

        var path = Path.Combine(Path.GetTempPath(), $"import-{Guid.CreateVersion7():N}.upload");
        await using (var copy = File.Create(path))
        {
            await file.CopyToAsync(copy, ct);
        }

        var started = await handler.HandleAsync(new(vendor.Id, user.Name, file.FileName, format, dryRun ?? false, path), ct);
        if (started.IsSuccess)
        {
            return TypedResults.Accepted($"/api/v1/vendor/products/imports/{started.Value.Id}", started.Value);
        }

        File.Delete(path);
        return started.Error.ToProblem();
    }

    private static async Task<Results<Ok<ImportJob>, ProblemHttpResult>> Get(CurrentVendor vendor, Guid id, StartImportHandler handler, CancellationToken ct) =>
        (await handler.GetAsync(vendor.Id, new(id), ct)).ToOk();

    private static PushStreamHttpResult Export(CurrentVendor vendor, ExportProductsHandler handler, CancellationToken ct) =>
        TypedResults.Stream(stream => handler.HandleAsync(vendor.Id, stream, ct), "text/csv; charset=utf-8", "products.csv");
}
