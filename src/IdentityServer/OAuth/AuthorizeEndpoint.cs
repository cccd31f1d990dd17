using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.OAuth;

internal static class AuthorizeEndpoint
{
    public static void MapAuthorize(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Authorize, Get);
        routes.MapPost(Paths.Authorize, Post).DisableAntiforgery();
    }

    private static Task<IResult> Get(HttpContext http, Authorizer authorizer, CancellationToken ct) =>
        authorizer.AnswerAsync(Parameters.FromQuery(http.Request), ct);

    /// <summary>A form from another site arrives without our cookie. Going on with GET brings it (SameSite=Lax).</summary>
    private static async Task<IResult> Post(HttpContext http, CancellationToken ct)
    {
        if (!Parameters.IsForm(http.Request))
        {
            return ErrorPage.Result(http, StatusCodes.Status415UnsupportedMediaType, "This request was not sent as a form.");
        }

        if (await Parameters.FromFormAsync(http.Request, ct) is not { } parameters)
        {
            return ErrorPage.Result(http, StatusCodes.Status413PayloadTooLarge, "This request is too long.");
        }

        if (parameters.Repeated.Count > 0)
        {
            // Repeated stays repeated, so that the answer is the same as for GET.
            return new SeeOther(QueryHelpers.AddQueryString(Paths.Authorize,
                parameters.All.Concat(parameters.All.Where(p => parameters.Repeated.Contains(p.Key)))!));
        }

        return new SeeOther(QueryHelpers.AddQueryString(Paths.Authorize, parameters.All!));
    }
}
