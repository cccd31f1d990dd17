using Marketplace.Application.Media;
using Marketplace.Contracts.Shared;
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
using Microsoft.OpenApi;

namespace Marketplace.WebApi.Media;

/// <summary>A video is the body itself: it is checked and measured while it comes, and stands nowhere else meanwhile.</summary>
internal static class VideoEndpoints
{
    private const string Mp4 = "video/mp4";

    public static void MapVideoUpload(this IEndpointRouteBuilder api)
    {
        api.MapPost("/vendor/media/videos", Upload)
            .WithTags("Videos").RequireAuthorization(Policies.Vendor).Needs(VendorRight.EditCatalogue).OpenToApps(ApiScopes.VendorCatalog)
            .TakesVideo().WithSummary("Store a short video: MP4 with H.264, up to 50 MB and two minutes unless the marketplace says otherwise");
        api.MapPost("/admin/media/videos", UploadForMarketplace)
            .WithTags("Videos").RequireRight(AdminRight.EditProducts)
            .TakesVideo().WithSummary("Store a short video of a product: MP4 with H.264, up to 50 MB and two minutes unless the marketplace says otherwise");
    }

    public static void MapVideoFiles(this IEndpointRouteBuilder app) => app.MapGet("/media/{hash:length(32)}.mp4", File)
        .WithTags("Videos").AllowAnonymous().DisableRateLimiting()
        .Produces(StatusCodes.Status200OK, contentType: Mp4).Produces(StatusCodes.Status206PartialContent, contentType: Mp4)
        .WithSummary("Show a video, or the part of it that Range asks for");

    /// <summary>It is named by its content, so that sending it again changes nothing; and the store stops where it is too much, whatever was announced.</summary>
    private static RouteHandlerBuilder TakesVideo(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new DisableRequestSizeLimitAttribute()).IgnoreIdempotencyKey()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Responses!["400"].Description =
                "It is no video that every browser plays, or too much. Code `media.not_a_video`, `media.video_in_pieces`, `media.video_not_h264`, `media.video_too_large`, `media.video_too_long` or `media.missing`.";
            operation.Responses["415"].Description = "The body is not `video/mp4`. Code `request.unsupported_media_type`.";
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = "The file itself.",
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [Mp4] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } },
            };
            return Task.CompletedTask;
        });

    private static Task<Results<Created<VideoDto>, ProblemHttpResult>> UploadForMarketplace(Stream body, HttpRequest request, IVideoStore store, MediaUrls urls, CancellationToken ct) =>
        Upload(body, request, store, urls, ct);

    private static async Task<Results<Created<VideoDto>, ProblemHttpResult>> Upload(Stream body, HttpRequest request, IVideoStore store, MediaUrls urls, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != Mp4)
        {
            return TypedResults.Problem("Send an MP4 as the body, with the content type video/mp4.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        var saved = await store.SaveAsync(body, request.ContentLength, ct);
        if (!saved.IsSuccess)
        {
            return saved.Error.ToProblem();
        }

        var video = urls.Video(saved.Value, "", poster: null);
        return TypedResults.Created(video.Url, video);
    }

    private static Results<FileStreamHttpResult, ProblemHttpResult> File(string hash, HttpResponse response, IVideoStore store)
    {
        if (MediaId.Read(hash) is not { } id || store.Open(id) is not { } file)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);
        }

        return MediaEndpoints.Serve(file, response, hash, "default-src 'none'; media-src 'self'; sandbox"); // opened by itself a browser makes a page of it
    }
}
