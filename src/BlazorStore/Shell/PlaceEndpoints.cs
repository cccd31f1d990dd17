using Marketplace.BlazorStore.Hosting;
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

    private static IResult ChooseTheme(HttpContext http, [FromForm] string? theme, [FromForm] string? returnUrl)
    {
        if (theme is "light" or "dark" or "system")
        {
            http.Response.Cookies.Append("theme", theme, new()
            {
                IsEssential = true, MaxAge = TimeSpan.FromDays(365), Path = "/", SameSite = SameSiteMode.Lax, Secure = http.IsSiteHttps,
            });
        }

        return Results.LocalRedirect(LocalPath.Of(returnUrl));
    }
}
