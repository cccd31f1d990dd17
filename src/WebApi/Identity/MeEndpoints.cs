using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Identity;

internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api) => api.MapGet("/me", Get)
        .WithTags("Me").RequireAuthorization(Policies.SignedIn).WithSummary("Say who is asking, and what they may be");

    private static async Task<Ok<MeDto>> Get(CurrentUser user, Administrators administrators, MeViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.GetAsync(user.Id, user.Name, user.Email, await administrators.RightsOfAsync(user, ct), ct));
}
