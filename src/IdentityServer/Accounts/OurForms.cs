using System.Net.Http.Headers;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.IdentityServer.Accounts;

internal static class OurForms
{
    /// <summary>Takes only forms that this server gave to this browser; all others get a page that says so.</summary>
    public static RouteHandlerBuilder RequireOurForm(this RouteHandlerBuilder endpoint) => endpoint.RequireOurs(Parameters.IsForm);

    /// <summary>The same for a form that sends a picture.</summary>
    public static RouteHandlerBuilder RequireOurPicture(this RouteHandlerBuilder endpoint, int maxBytes) => endpoint.RequireOurs(r =>
        MediaTypeHeaderValue.TryParse(r.ContentType, out var type) && type.MediaType == "multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(maxBytes));

    private static RouteHandlerBuilder RequireOurs(this RouteHandlerBuilder endpoint, Func<HttpRequest, bool> isForm) => endpoint.AddEndpointFilter(async (call, next) =>
        isForm(call.HttpContext.Request) && await IsOursAsync(call.HttpContext)
            ? await next(call)
            : ErrorPage.Result(call.HttpContext, StatusCodes.Status400BadRequest, "This page was open for too long, or was not ours. Open it again."));

    private static async Task<bool> IsOursAsync(HttpContext http)
    {
        try
        {
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return false; // a body that is no readable form
        }
    }
}
