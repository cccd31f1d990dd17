using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.BlazorShared.Hosting;

public static class ForeignForms
{
    /// <summary>
    /// Answers 400 to a form that is not one of ours. Stands after the antiforgery check, and makes the request a plain one, so that
    /// the page that says so can be rendered: that page has forms too, and would ask for the token that was wrong.
    /// </summary>
    public static IApplicationBuilder UseRefusalOfForeignForms(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
        {
            return next(http);
        }

        http.Features.Set<IAntiforgeryValidationFeature>(null);
        http.Features.Set<IFormFeature>(null);
        (http.Request.Method, http.Request.ContentType, http.Request.Body) = (HttpMethods.Get, null, Stream.Null);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });
}
