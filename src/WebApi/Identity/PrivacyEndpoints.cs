using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Identity;

internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Me").RequireAuthorization(Policies.SignedIn);
        me.MapGet("/privacy", Show).WithSummary("Show what becomes of the account and of the copy of its data");
        me.MapPost("/deletion", Delete).WithSummary("Have the account deleted after a time to think it over");
        me.MapDelete("/deletion", Keep).WithSummary("Keep the account after all");
        me.MapPost("/data-copy", AskForCopy).WithSummary("Have a copy of all my data made");
        me.MapGet("/data-copy/file", Copy).NotWhileActing().Produces(StatusCodes.Status200OK, contentType: "application/zip").WithSummary("Download the copy of my data, for a day after it was made");
    }

    private static async Task<Ok<PrivacyDto>> Show(CurrentUser user, PrivacyHandler handler, CancellationToken ct) => TypedResults.Ok(await handler.ShowAsync(user.Id, ct));

    private static async Task<Results<Ok<PrivacyDto>, ProblemHttpResult>> Delete(CurrentUser user, DeleteAccountRequest request, PrivacyHandler handler, CancellationToken ct) =>
        (await handler.DeleteAsync(user.Id, user.Email, user.Name, request, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Keep(CurrentUser user, PrivacyHandler handler, CancellationToken ct) => (await handler.KeepAsync(user.Id, ct)).ToNoContent();

    private static async Task<Results<Ok<PrivacyDto>, ProblemHttpResult>> AskForCopy(CurrentUser user, PrivacyHandler handler, CancellationToken ct) =>
        (await handler.AskForCopyAsync(user.Id, ct)).ToOk();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Copy(CurrentUser user, PrivacyHandler handler, CancellationToken ct)
    {
        var copy = await handler.CopyAsync(user.Id, ct);
        return copy.IsSuccess ? TypedResults.File(copy.Value, "application/zip", "my-data.zip") : copy.Error.ToProblem();
    }
}
