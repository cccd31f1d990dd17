using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Carts;

/// <summary>The cart's forms. Each posts, changes the cart and leads on to a page, so that going back or reloading repeats nothing.</summary>
internal static class CartEndpoints
{
    public static void MapCart(this IEndpointRouteBuilder app)
    {
        var cart = app.MapGroup("/cart");
        cart.MapPost("/add", AddAsync);
        cart.MapPost("/lines/{variant:guid}", ChangeAsync);
        cart.MapPost("/accept-prices", AcceptPricesAsync);
        cart.MapPost("/empty", EmptyAsync);
        cart.MapGet("/live", TicketAsync);
    }

    private static async Task<IResult> AddAsync(
        HttpContext http, CartClient carts, [FromForm] Guid variant, [FromForm] int? quantity, [FromForm] string? returnUrl, CancellationToken ct)
    {
        var back = LocalPath.Of(returnUrl, "/cart");
        try
        {
            http.Remember(await carts.AddAsync(new(variant, Math.Clamp(quantity ?? 1, 1, 999)), ct));
            Notice.Leave(http, "added", variant.ToString());
            return Results.LocalRedirect(back);
        }
        catch (ApiException refused) when ((int)refused.Status < 500)
        {
            Notice.Leave(http, "refused", refused.Message);
            return Results.LocalRedirect(back);
        }
    }

    /// <summary>One form for a line: the field sets the quantity, the buttons step, move or remove.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext http, CartClient carts, Guid variant, [FromForm] int? quantity, [FromForm] int? step, [FromForm] string? action, CancellationToken ct)
    {
        try
        {
            http.Remember(action switch
            {
                "later" => await carts.SaveForLaterAsync(variant, ct),
                "back" => await carts.MoveToCartAsync(variant, ct),
                "remove" => await carts.RemoveAsync(variant, ct),
                _ => await carts.SetQuantityAsync(variant, Math.Clamp(step ?? quantity ?? 1, 0, 999), ct),
            });
        }
        catch (ApiException refused) when ((int)refused.Status < 500)
        {
            Notice.Leave(http, "refused", refused.Message);
        }

        return Results.LocalRedirect("/cart");
    }

    // The form parameter makes the antiforgery check run, here and below.
    private static async Task<IResult> AcceptPricesAsync(HttpContext http, CartClient carts, IFormCollection _, CancellationToken ct)
    {
        http.Remember(await carts.AcceptPricesAsync(ct));
        return Results.LocalRedirect("/cart");
    }

    private static async Task<IResult> EmptyAsync(HttpContext http, CartClient carts, IFormCollection _, CancellationToken ct)
    {
        try
        {
            http.Remember(await carts.ClearAsync(ct));
        }
        catch (ApiException refused) when ((int)refused.Status < 500)
        {
            Notice.Leave(http, "refused", refused.Message);
        }

        return Results.LocalRedirect("/cart");
    }

    /// <summary>For what is in the cart, and for the cart itself when it is on other devices too.</summary>
    private static Task<IResult> TicketAsync(HttpContext http, MeClient me, Guid[] of, CancellationToken ct)
    {
        string[] own = http.User.Identity is { IsAuthenticated: true } ? ["cart"] : [];
        return http.GiveTicketAsync(me, new("inventory", [.. own, .. of.Take(Listening.MaxTopics - own.Length).Select(product => $"product:{product}")], null), ct);
    }
}
