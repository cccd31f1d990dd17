using Marketplace.Application.Carts;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Carts;

/// <summary>Whose cart a request is about: the signed-in user's, otherwise the guest's who sent <c>X-Cart</c>.</summary>
internal sealed record CurrentCart(CartOwner Owner)
{
    private const int TokenMaxLength = 100;

    public static ValueTask<CurrentCart> BindAsync(HttpContext context)
    {
        var token = context.Request.Headers[ApiHttp.CartToken].ToString();
        return ValueTask.FromResult(new CurrentCart(new CartOwner(CurrentUser.From(context.User)?.Id, token is { Length: > 0 and <= TokenMaxLength } ? token : null)));
    }
}

internal static class CartEndpoints
{
    public static void MapCarts(this IEndpointRouteBuilder api)
    {
        var cart = api.MapGroup("/cart").WithTags("Cart").AllowAnonymous().AlsoWhileActing().OpenToApps(ApiScopes.OrdersWrite);
        cart.MapGet("", Get).WithSummary("Show the cart with the prices and stock of now");
        cart.MapDelete("", Clear).WithSummary("Empty the cart");
        cart.MapPost("/items", Add).WithSummary("Put units of a variant into the cart");
        cart.MapPut("/items/{variantId:guid}", SetQuantity).WithSummary("Change how many units of a variant are in the cart");
        cart.MapDelete("/items/{variantId:guid}", Remove).WithSummary("Take a variant out of the cart");
        cart.MapPost("/items/{variantId:guid}/save-for-later", SaveForLater).WithSummary("Put a line aside");
        cart.MapPost("/items/{variantId:guid}/move-to-cart", MoveToCart).WithSummary("Take a line that was put aside back into the cart");
        cart.MapPost("/accept-prices", AcceptPrices).WithSummary("Accept the prices of now and what is gone, so that the notices go away");

        // Not in the group: what is open to anybody stays so, whatever else is asked for.
        api.MapPost("/cart/merge", Merge).WithTags("Cart").RequireAuthorization(Policies.SignedIn).OpenToApps(ApiScopes.OrdersWrite).WithSummary("Join a guest's cart to the signed-in user's");
    }

    private static async Task<Ok<CartDto>> Get(CurrentCart cart, CartViews carts, CancellationToken ct) => TypedResults.Ok(await carts.ShowAsync(cart.Owner, ct));

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> Add(CurrentCart cart, AddToCartRequest request, AddToCartHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(cart.Owner, request, ct)).ToOk();

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> SetQuantity(CurrentCart cart, Guid variantId, SetQuantityRequest request, ChangeCartHandler handler, CancellationToken ct) =>
        (await handler.SetQuantityAsync(cart.Owner, VariantId.From(variantId), request.Quantity, ct)).ToOk();

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> Remove(CurrentCart cart, Guid variantId, ChangeCartHandler handler, CancellationToken ct) =>
        (await handler.SetQuantityAsync(cart.Owner, VariantId.From(variantId), 0, ct)).ToOk();

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> SaveForLater(CurrentCart cart, Guid variantId, ChangeCartHandler handler, CancellationToken ct) =>
        (await handler.SaveForLaterAsync(cart.Owner, VariantId.From(variantId), true, ct)).ToOk();

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> MoveToCart(CurrentCart cart, Guid variantId, ChangeCartHandler handler, CancellationToken ct) =>
        (await handler.SaveForLaterAsync(cart.Owner, VariantId.From(variantId), false, ct)).ToOk();

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> AcceptPrices(CurrentCart cart, ChangeCartHandler handler, CancellationToken ct) =>
        (await handler.AcceptPricesAsync(cart.Owner, ct)).ToOk();

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> Clear(CurrentCart cart, ChangeCartHandler handler, CancellationToken ct) =>
        (await handler.ClearAsync(cart.Owner, ct)).ToOk();

    private static async Task<Results<Ok<CartDto>, ProblemHttpResult>> Merge(CurrentUser user, MergeCartRequest request, MergeCartHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(user.Id, null), request.Token, ct)).ToOk();
}
