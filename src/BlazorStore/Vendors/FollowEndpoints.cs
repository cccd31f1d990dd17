using System.Security.Claims;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Vendors;

/// <summary>The button on the page of a shop or a person. Those pages are the same for everybody, so whom one follows stands in the account.</summary>
internal static class FollowEndpoints
{
    public static void MapFollowing(this IEndpointRouteBuilder app)
    {
        app.MapPost("/shops/{vendor:guid}/follow", FollowShopAsync);
        app.MapPost("/people/{username}/follow", FollowPersonAsync);
    }

    private static Task<IResult> FollowShopAsync(HttpContext http, ClaimsPrincipal user, FollowingClient following, Guid vendor, [FromForm] string? returnUrl, CancellationToken ct) =>
        FollowAsync(http, user, LocalPath.Of(returnUrl, "/shops"), "You follow this shop. The list is in your account.", () => following.FollowShopAsync(vendor, ct));

    /// <summary>On the public page of a reseller or an influencer.</summary>
    private static Task<IResult> FollowPersonAsync(HttpContext http, ClaimsPrincipal user, FollowingClient following, string username, [FromForm] string? returnUrl, CancellationToken ct) =>
        FollowAsync(http, user, LocalPath.Of(returnUrl, "/"), $"You follow {username}. The list is in your account.", () => following.FollowPersonAsync(username, ct));

    private static async Task<IResult> FollowAsync(HttpContext http, ClaimsPrincipal user, string back, string done, Func<Task<Nothing>> follow)
    {
        if (user.Identity is not { IsAuthenticated: true })
        {
            return Results.LocalRedirect($"/signin?returnUrl={Uri.EscapeDataString(back)}");
        }

        try
        {
            await follow();
            Notice.Leave(http, "done", done);
        }
        catch (ApiException refused) when ((int)refused.Status < 500)
        {
            Notice.Leave(http, "refused", refused.Message);
        }

        return Results.LocalRedirect(back);
    }
}
