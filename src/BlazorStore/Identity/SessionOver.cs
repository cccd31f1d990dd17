using System.Net;
using Marketplace.BlazorShared.SignIn;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Identity;

/// <summary>The API no longer knows the shopper, because the session ended elsewhere: sign in again and come back.</summary>
internal sealed class SessionOver(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.Unauthorized && !http.Response.HasStarted)
        {
            var back = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : "/";
            http.Response.Redirect($"{SignInPaths.SignIn}?returnUrl={Uri.EscapeDataString(back)}");
        }
    }
}
