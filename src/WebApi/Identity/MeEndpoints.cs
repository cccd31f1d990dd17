using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Identity;

internal static class MeEndpoints
{
    private static readonly IReadOnlySet<AdminRight> NoRights = new HashSet<AdminRight>();

    public static void MapMe(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", Get).WithTags("Me").RequireAuthorization(Policies.SignedIn).WithSummary("Say who is asking, and what they may be");
        api.MapGet("/me/first-steps", GetFirstSteps).WithTags("Me").RequireAuthorization(Policies.SignedIn).WithSummary("Say how far the account is set up: photo, address, news, passkey");
    }

    private static async Task<Ok<FirstStepsDto>> GetFirstSteps(CurrentUser user, FirstStepsViews views, CancellationToken ct) => TypedResults.Ok(await views.ShowAsync(user.Id, ct));

    private static async Task<Ok<MeDto>> Get(HttpContext http, CurrentUser user, Administrators administrators, MeViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.GetAsync(user.Id, user.Name, user.Email, CurrentUser.ActorOf(http.User) is null ? await administrators.RightsOfAsync(user, ct) : NoRights, ct));
}
