using System.Security.Claims;
using Marketplace.BlazorShared.Design;
using Marketplace.BlazorShared.SignIn;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Shell;

internal static class PlaceEndpoints
{
    public static void MapPlace(this IEndpointRouteBuilder app)
    {
        app.MapPost("/place/choose", Remember);
        app.MapPost("/theme", ChooseTheme);
    }

    private static IResult Remember(
        HttpContext http, [FromForm] string? label, [FromForm] string? latitude, [FromForm] string? longitude, [FromForm] string? returnUrl)
    {
        if (Place.Parse(latitude, longitude) is not { } position)
        {
            return Results.LocalRedirect($"/place?missing=1&returnUrl={Uri.EscapeDataString(LocalPath.Of(returnUrl))}");
        }

        Place.Remember(http, string.IsNullOrWhiteSpace(label) ? "Chosen on the map" : label, position);
        return Results.LocalRedirect(LocalPath.Of(returnUrl));
    }

    /// <summary>The page that follows keeps it for who is signed in; so does this, because a script shows no other page.</summary>
    private static async Task<IResult> ChooseTheme(HttpContext http, ProfileClient profile, [FromForm] string? theme, [FromForm] string? returnUrl, CancellationToken ct)
    {
        if (theme is not null && ThemeCookie.IsTheme(theme))
        {
            ThemeCookie.Write(http, theme, isKept: await IsKeptAsync(http.User, profile, theme, ct), http.IsSiteHttps);
        }

        return Results.LocalRedirect(LocalPath.Of(returnUrl));
    }

    private static async Task<bool> IsKeptAsync(ClaimsPrincipal user, ProfileClient profile, string theme, CancellationToken ct)
    {
        if (user.Identity is not { IsAuthenticated: true } || user.HasClaim(c => c.Type == SignInClaims.Actor))
        {
            return false;
        }

        try
        {
            await PersonTheme.KeepAsync(profile, theme, ct);
            return true;
        }
        catch (Exception away) when (away is ApiException or HttpRequestException)
        {
            return false; // the next page tries again
        }
    }
}
