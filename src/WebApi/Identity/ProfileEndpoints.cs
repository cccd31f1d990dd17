using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Tokens;
using Marketplace.WebApi.Media;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.WebApi.Identity;

internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Me").RequireAuthorization(Policies.SignedIn);
        me.MapGet("/profile", Show).NotWhileActing().OpenToApps(ApiScopes.ProfileRead).WithSummary("Show the signed-in person's profile, with what nobody else sees");
        me.MapPut("/profile", Save).OpenToApps(ApiScopes.ProfileWrite).ChecksRevisionOf<Profile>().WithSummary("Save the profile: username, bio, place, who may see it, and measurements");
        me.MapPost("/profile/photo", ShowPhoto).OpenToApps(ApiScopes.ProfileWrite).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(PictureUpload.MaxRequest))
            .WithSummary("Show a photo: JPEG, PNG, WebP or GIF up to 10 MB");
        me.MapDelete("/profile/photo", RemovePhoto).OpenToApps(ApiScopes.ProfileWrite).WithSummary("Take the photo away");
        me.MapGet("/preferences", Preferences).OpenToApps(ApiScopes.ProfileRead).WithSummary("Show the signed-in person's preferences");
        me.MapPut("/preferences", Prefer).OpenToApps(ApiScopes.ProfileWrite).WithSummary("Save the preferences");
    }

    private static async Task<Ok<MyProfile>> Show(CurrentUser user, ProfilesHandler handler, CancellationToken ct) => TypedResults.Ok(await handler.ShowAsync(user.Id, user.Name, ct));

    private static async Task<Results<Ok<MyProfile>, ProblemHttpResult>> Save(CurrentUser user, SaveProfileRequest request, ProfilesHandler handler, CancellationToken ct) =>
        (await handler.SaveAsync(user.Id, user.Name, request, ct)).ToOk();

    private static async Task<Results<Ok<MyProfile>, ProblemHttpResult>> ShowPhoto(CurrentUser user, IFormFile? file, ProfilesHandler handler, CancellationToken ct)
    {
        var content = await PictureUpload.ReadAsync(file, ct);
        return content.IsSuccess ? (await handler.ShowPhotoAsync(user.Id, user.Name, content.Value, ct)).ToOk() : content.Error.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemovePhoto(CurrentUser user, ProfilesHandler handler, CancellationToken ct) =>
        (await handler.RemovePhotoAsync(user.Id, user.Name, ct)).ToNoContent();

    private static async Task<Ok<PreferencesDto>> Preferences(CurrentUser user, ProfilesHandler handler, CancellationToken ct) => TypedResults.Ok(await handler.PreferencesAsync(user.Id, ct));

    private static async Task<Ok<PreferencesDto>> Prefer(CurrentUser user, PreferencesDto preferences, ProfilesHandler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.PreferAsync(user.Id, user.Name, preferences, ct));
}
