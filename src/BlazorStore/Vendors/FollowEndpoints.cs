using System.Security.Claims;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Vendors;

/// <summary>The button on a shop's page. Pages of shops are the same for everybody, so whom one follows stands in the account.</summary>
internal static class FollowEndpoints
{
    public static void MapFollowing(this IEndpointRouteBuilder app) => app.MapPost("/shops/{vendor:guid}/follow", FollowAsync);

    private static async Task<IResult> FollowAsync(HttpContext http, ClaimsPrincipal user, FollowingClient following, Guid vendor, [FromForm] string? returnUrl, CancellationToken ct)
    {
        var back = LocalPath.Of(returnUrl, "/shops");
        if (user.Identity is not { IsAuthenticated: true })
        {
            return Results.LocalRedirect($"/signin?returnUrl={Uri.EscapeDataString(back)}");
        }

        try
        {
            await following.FollowShopAsync(vendor, ct);
            Notice.Leave(http, "done", "You follow this shop. The list is in your account.");
        }
        catch (ApiException refused) when ((int)refused.Status < 500)
        {
            Notice.Leave(http, "refused", refused.Message);
        }

        return Results.LocalRedirect(back);
    }
}
