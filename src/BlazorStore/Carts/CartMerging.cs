using System.Net;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Carts;

/// <summary>
/// On the first page after signing in, what the guest had put together goes into the signed-in shopper's cart. Also learns the
/// number on the cart's icon, which a fresh browser does not know.
/// </summary>
internal sealed class CartMerging(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http, CartClient carts)
    {
        if (HttpMethods.IsGet(http.Request.Method) && http.User.Identity is { IsAuthenticated: true } && http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null)
        {
            await TakeOverAsync(http, carts);
        }

        await next(http);
    }

    private static async Task TakeOverAsync(HttpContext http, CartClient carts)
    {
        try
        {
            if (http.CartToken is { } token)
            {
                var merged = await carts.MergeAsync(token, http.RequestAborted);
                http.ForgetCart(tokenToo: true);
                http.Remember(merged);
            }
            else if (http.CartCount is null)
            {
                http.Remember(await carts.GetAsync(http.RequestAborted));
            }
        }
        catch (ApiException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.BadRequest)
        {
            http.ForgetCart(tokenToo: true); // the guest's cart has expired or was merged by another tab
        }
    }
}
