using System.Globalization;
using Marketplace.Application.Media;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Vendors;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Marketplace.WebApi.Media;

internal static class MediaEndpoints
{
    public static void MapMediaUpload(this IEndpointRouteBuilder api)
    {
        api.MapPost("/vendor/media", Upload)
            .WithTags("Pictures").RequireAuthorization(Policies.Vendor).Needs(VendorRight.EditCatalogue).OpenToApps(ApiScopes.VendorCatalog).DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(PictureUpload.MaxRequest))
            .WithSummary("Store a picture: JPEG, PNG, WebP or GIF up to 10 MB");
        api.MapPost("/admin/media", UploadForMarketplace)
            .WithTags("Pictures").RequireRight(AdminRight.ManageCategories).DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(PictureUpload.MaxRequest))
            .WithSummary("Store a picture of a category, a brand or a product: JPEG, PNG, WebP or GIF up to 10 MB");
    }

    public static void MapMediaFiles(this IEndpointRouteBuilder app) => app.MapGet("/media/{hash:length(32)}-{width:int}.webp", File)
        .WithTags("Pictures").AllowAnonymous().DisableRateLimiting()
        .Produces(StatusCodes.Status200OK, contentType: "image/webp")
        .WithSummary("Show a picture in a width, or in the nearest that there is");

    private static Task<Results<Created<ImageDto>, ProblemHttpResult>> UploadForMarketplace(
        IFormFile? file, [FromForm] string? alt, IMediaStore store, MediaUrls urls, CancellationToken ct) => Upload(file, alt, store, urls, ct);

    private static async Task<Results<Created<ImageDto>, ProblemHttpResult>> Upload(
        IFormFile? file, [FromForm] string? alt, IMediaStore store, MediaUrls urls, CancellationToken ct)
    {
        var content = await PictureUpload.ReadAsync(file, ct);
        if (!content.IsSuccess)
        {
            return content.Error.ToProblem();
        }

        if (alt is { Length: > Product.AltMaxLength })
        {
            return CatalogErrors.Wrong("alt", $"At most {Product.AltMaxLength} characters.").ToProblem();
        }

        var saved = await store.SaveAsync(content.Value, ct);
        if (!saved.IsSuccess)
        {
            return saved.Error.ToProblem();
        }

        var image = urls.Image(saved.Value, alt?.Trim() ?? "");
        return TypedResults.Created(image.Large, image);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> File(string hash, int width, HttpResponse response, IMediaStore store, CancellationToken ct)
    {
        if (MediaId.Read(hash) is not { } id || await store.OpenAsync(id, width, ct) is not { } file)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);
        }

        return Serve(file, response, string.Create(CultureInfo.InvariantCulture, $"{hash}-{width}"), "default-src 'none'; sandbox");
    }

    /// <summary>A file that never changes under its name, for pages of any host, and no page of its own.</summary>
    /// <param name="policy">What it may do when it is opened by itself.</param>
    internal static FileStreamHttpResult Serve(MediaFile file, HttpResponse response, string tag, string policy)
    {
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Stream(file.Content, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""), enableRangeProcessing: true);
    }
}
